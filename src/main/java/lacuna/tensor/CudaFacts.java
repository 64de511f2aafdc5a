package lacuna.tensor;

import java.util.List;
import java.util.Set;

/**
 * What decides whether PyTorch can compute with CUDA, as found on a machine; what is unset or unknown is empty.
 *
 * @param asked which device the user asked for
 * @param system "Linux", "Windows 11", "Mac OS X"
 * @param bridge version of PyTorch that the bridge to Java was built for
 * @param bundled flavor of the natives on the class path: "cpu"
 * @param libraryPath value of PYTORCH_LIBRARY_PATH
 * @param libraryFiles names of the files in that folder; none if it is no folder
 * @param libraryVersion what the PyTorch there says it is: "2.7.1+cu128"
 * @param version value of PYTORCH_VERSION
 * @param flavor value of PYTORCH_FLAVOR
 * @param visible value of CUDA_VISIBLE_DEVICES; "unset" if there is none
 * @param image whether the libraries looked at are those that an app image brings
 * @param driver what nvidia-smi says
 */
public record CudaFacts(
        Torch.DeviceChoice asked,
        String system,
        String bridge,
        String bundled,
        String libraryPath,
        Set<String> libraryFiles,
        String libraryVersion,
        String version,
        String flavor,
        String visible,
        Image image,
        Driver driver) {

    /** Value of {@link #visible} where the variable is not set. */
    public static final String UNSET = "unset";

    /**
     * @param state whether nvidia-smi could be asked
     * @param words what it said, if it failed
     * @param gpus that it lists
     */
    public record Driver(State state, String words, List<Gpu> gpus) {

        /** No such program. */
        public static final Driver MISSING = new Driver(State.MISSING, "", List.of());

        public Driver {
            gpus = List.copyOf(gpus);
        }
    }

    /** An app image (jpackage) brings PyTorch's CPU libraries and starts with PYTORCH_LIBRARY_PATH pointing at them. */
    public enum Image {
        /** No app image, or the user has named other libraries. */
        NONE,
        /** With the bridge that CUDA libraries need, so that naming some is enough. */
        WITH_BRIDGE,
        /** Without: on this system there is none. */
        WITHOUT_BRIDGE
    }

    /** Whether nvidia-smi could be asked. */
    public enum State {
        MISSING,
        FAILING,
        ANSWERING
    }

    /**
     * @param name "NVIDIA GeForce RTX 3060"
     * @param driver version, "570.86"
     * @param capability compute capability: 8.6
     */
    public record Gpu(String name, String driver, double capability) {}

    public CudaFacts {
        libraryFiles = Set.copyOf(libraryFiles);
    }

    boolean isWindows() {
        return system.startsWith("Windows");
    }
}
