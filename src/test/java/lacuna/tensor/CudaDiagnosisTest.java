package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lacuna.tensor.CudaFacts.Driver;
import lacuna.tensor.CudaFacts.Gpu;
import lacuna.tensor.CudaFacts.Image;
import lacuna.tensor.CudaFacts.State;
import lacuna.tensor.Torch.DeviceChoice;
import org.junit.jupiter.api.Test;

/** The reasoning, on facts of machines that this one is not. */
class CudaDiagnosisTest {

    private static final Driver GOOD = driver("NVIDIA GeForce RTX 3060", "570.86", 8.6);
    private static final Set<String> CUDA_FILES = Set.of("libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so");

    private static Driver driver(String name, String version, double capability) {
        return new Driver(State.ANSWERING, "", List.of(new Gpu(name, version, capability)));
    }

    private static CudaFacts withLibrary(
            Set<String> files, String libraryVersion, String version, String flavor, Driver driver) {
        return new CudaFacts(
                DeviceChoice.AUTO,
                "Linux",
                "2.7.1",
                "cpu",
                "/opt/torch/lib",
                files,
                libraryVersion,
                version,
                flavor,
                CudaFacts.UNSET,
                Image.NONE,
                driver);
    }

    private static CudaFacts bundled(DeviceChoice asked, String system, String bundled, String visible, Driver driver) {
        return new CudaFacts(asked, system, "2.7.1", bundled, "", Set.of(), "", "", "", visible, Image.NONE, driver);
    }

    private static String only(CudaFacts facts) {
        assertThat(CudaDiagnosis.reasons(facts)).hasSize(1);
        return CudaDiagnosis.reasons(facts).get(0);
    }

    @Test
    void theCpuWasAskedForOrThereIsNoCudaForTheSystem() {
        assertThat(only(bundled(DeviceChoice.CPU, "Linux", "cpu", CudaFacts.UNSET, GOOD)))
                .contains("--device cpu was asked for");
        assertThat(only(bundled(DeviceChoice.AUTO, "Mac OS X", "cpu", CudaFacts.UNSET, Driver.MISSING)))
                .contains("macOS");
    }

    @Test
    void cpuNativesOnTheClassPath() {
        assertThat(only(bundled(DeviceChoice.AUTO, "Linux", "cpu", CudaFacts.UNSET, GOOD)))
                .contains("CPU build")
                .contains("-Dcuda")
                .contains("2.7.1");
    }

    @Test
    void noNativesAtAll() {
        assertThat(only(bundled(DeviceChoice.AUTO, "Linux", "", CudaFacts.UNSET, GOOD)))
                .contains("PYTORCH_LIBRARY_PATH is not set")
                .contains("offline=false");
    }

    @Test
    void aBuildWithoutCpuLibrariesIsNotSentToTheCpu() {
        assertThat(CudaDiagnosis.reasons(bundled(DeviceChoice.AUTO, "Linux", "", CudaFacts.UNSET, Driver.MISSING))
                        .get(0))
                .contains("without -Dcuda")
                .doesNotContain("--device cpu");
        assertThat(CudaDiagnosis.reasons(bundled(DeviceChoice.AUTO, "Linux", "cpu", CudaFacts.UNSET, Driver.MISSING))
                        .get(0))
                .contains("use --device cpu");
    }

    /** As an image starts: it points at its own libraries and names their flavor. */
    private static CudaFacts inImage(Image image) {
        return new CudaFacts(
                DeviceChoice.AUTO,
                "Linux",
                "2.7.1",
                "",
                "/opt/Lacuna/lib/app/native/torch",
                Set.of("libtorch.so", "libtorch_cpu.so", "libdjl_torch.so"),
                "",
                "2.7.1",
                "cpu",
                CudaFacts.UNSET,
                image,
                GOOD);
    }

    @Test
    void anAppImageIsNotToldToChangeWhatItBringsItself() {
        assertThat(only(inImage(Image.WITH_BRIDGE)))
                .startsWith("This app image brings PyTorch's CPU libraries only.")
                .contains("environment variables PYTORCH_LIBRARY_PATH")
                .contains("PYTORCH_FLAVOR to cu128")
                .doesNotContain("native/torch", "-Dcuda");
        assertThat(only(inImage(Image.WITHOUT_BRIDGE)))
                .contains("computes on the CPU only")
                .doesNotContain("PYTORCH_LIBRARY_PATH", "Install");
        assertThat(CudaDiagnosis.reasons(inImage(Image.NONE)))
                .as("the same libraries, named by the user")
                .anySatisfy(reason -> assertThat(reason).contains("is a CPU build"))
                .anySatisfy(reason -> assertThat(reason).contains("PYTORCH_FLAVOR is \"cpu\""));
    }

    @Test
    void anAppImageIsRecognisedByItsLauncher() {
        assertThat(CudaProbe.look(DeviceChoice.AUTO).image()).isEqualTo(Image.NONE);
        System.setProperty("jpackage.app-path", "/opt/Lacuna/bin/Lacuna");
        try {
            boolean hasBridge = System.getProperty("os.arch").equals("amd64")
                    && !System.getProperty("os.name").startsWith("Mac");
            assertThat(CudaProbe.look(DeviceChoice.AUTO).image())
                    .isEqualTo(hasBridge ? Image.WITH_BRIDGE : Image.WITHOUT_BRIDGE);
        } finally {
            System.clearProperty("jpackage.app-path");
        }
    }

    @Test
    void noDriverAndADriverThatDoesNotAnswer() {
        CudaFacts none = withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", Driver.MISSING);
        assertThat(only(none)).contains("nvidia-smi is not on the PATH");
        Driver failing = CudaProbe.driver(9, "NVIDIA-SMI has failed because it couldn't communicate.\nMore.");
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", failing)))
                .contains("couldn't communicate")
                .doesNotContain("More");
    }

    /** On a broken driver nvidia-smi hangs, and reading from it would hang, too. */
    @Test
    void aDriverThatHangsIsGivenUp() throws IOException {
        boolean[] ended = {false};
        Process hanging = new Process() {
            @Override
            public boolean waitFor(long timeout, TimeUnit unit) {
                return false;
            }

            @Override
            public InputStream getInputStream() {
                throw new AssertionError("reading would hang");
            }

            @Override
            public Process destroyForcibly() {
                ended[0] = true;
                return this;
            }

            @Override
            public void destroy() {
                destroyForcibly();
            }

            @Override
            public OutputStream getOutputStream() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public InputStream getErrorStream() {
                return InputStream.nullInputStream();
            }

            @Override
            public int waitFor() {
                throw new AssertionError("would never return");
            }

            @Override
            public int exitValue() {
                throw new IllegalThreadStateException();
            }
        };
        assertThat(CudaProbe.ask(hanging)).isEqualTo(new Driver(State.FAILING, "nothing for 10 seconds", List.of()));
        assertThat(ended[0]).isTrue();
    }

    @Test
    void gpuOrDriverTooOld() {
        Driver pascal = driver("NVIDIA GeForce GTX 1080", "550.54", 6.1);
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", pascal)))
                .contains("GTX 1080 is too old")
                .contains("6.1");
        Driver old = driver("NVIDIA A100", "470.82.01", 8.0);
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", old)))
                .contains("470.82.01 is too old")
                .contains("525");
        Driver none = CudaProbe.driver(0, "");
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", none)))
                .contains("lists no GPU");
    }

    @Test
    void hiddenGpus() {
        CudaFacts hidden = bundled(DeviceChoice.AUTO, "Linux", "cu128", "-1", GOOD);
        assertThat(only(hidden)).contains("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void libraryPathThatIsWrong() {
        assertThat(only(withLibrary(Set.of(), "", "2.7.1", "cu128", GOOD))).contains("there are no files");
        assertThat(only(withLibrary(Set.of("site.py"), "", "2.7.1", "cu128", GOOD)))
                .contains("no libtorch.so");
        Set<String> cpu = Set.of("libtorch.so", "libtorch_cpu.so");
        assertThat(only(withLibrary(cpu, "2.7.1+cpu", "2.7.1", "cu128", GOOD))).contains("is a CPU build");
        CudaFacts windows = new CudaFacts(
                DeviceChoice.AUTO,
                "Windows 11",
                "2.7.1",
                "cpu",
                "C:\\torch\\lib",
                Set.of("torch.dll", "torch_cpu.dll"),
                "",
                "2.7.1",
                "cu128",
                CudaFacts.UNSET,
                Image.NONE,
                GOOD);
        assertThat(only(windows)).contains("torch_cuda.dll");
    }

    @Test
    void flavorThatDoesNotFit() {
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "", GOOD)))
                .contains("PYTORCH_FLAVOR is not set");
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cpu", GOOD)))
                .contains("PYTORCH_FLAVOR is \"cpu\"");
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu126", "2.7.1", "cu128", GOOD)))
                .contains("built for cu126");
    }

    @Test
    void versionThatDoesNotFit() {
        assertThat(only(withLibrary(CUDA_FILES, "2.7.1+cu128", "", "cu128", GOOD)))
                .contains("PYTORCH_VERSION is not set");
        assertThat(only(withLibrary(CUDA_FILES, "2.9.0+cu128", "2.7.1", "cu128", GOOD)))
                .contains("version 2.9.0")
                .contains("built for 2.7.1");
    }

    @Test
    void severalCausesAreAllNamedAndNoneIsAdmitted() {
        CudaFacts many = withLibrary(Set.of(), "", "2.9.0", "cu126", Driver.MISSING);
        assertThat(CudaDiagnosis.reasons(many)).hasSize(4);
        CudaFacts nothing = withLibrary(CUDA_FILES, "2.7.1+cu128", "2.7.1", "cu128", GOOD);
        assertThat(only(nothing)).contains("nothing speaks against it");
    }

    @Test
    void thisMachinesFactsAreRead() {
        CudaFacts here = CudaProbe.look(DeviceChoice.AUTO);
        assertThat(here.bridge()).isEqualTo("2.7.1");
        assertThat(here.bundled()).as("the build under test bundles them").isEqualTo("cpu");
        assertThat(CudaProbe.driver(0, "NVIDIA H100 80GB HBM3, 550.54.15, 9.0\n")
                        .gpus())
                .containsExactly(new Gpu("NVIDIA H100 80GB HBM3", "550.54.15", 9.0));
    }
}
