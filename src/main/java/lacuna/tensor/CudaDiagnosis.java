package lacuna.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why CUDA is not used: from facts to sentences, each with what to do. Decides nothing; PyTorch has decided already. */
public final class CudaDiagnosis {

    /** Flavor of the CUDA bridge that Lacuna ships. */
    public static final String FLAVOR = "cu128";

    /** Oldest GPUs that PyTorch's builds for CUDA 12.8 hold code for: Turing. */
    private static final double OLDEST = 7.5;

    // CUDA 12's minor versions run on any driver for CUDA 12.0 or later
    private static final int OLDEST_DRIVER_LINUX = 525;
    private static final int OLDEST_DRIVER_WINDOWS = 528;

    private final CudaFacts facts;

    private CudaDiagnosis(CudaFacts facts) {
        this.facts = facts;
    }

    /** All reasons that show, the one to put right first at the head; at least one. */
    public static List<String> reasons(CudaFacts facts) {
        return new CudaDiagnosis(facts).find();
    }

    private List<String> find() {
        if (facts.asked() == Torch.DeviceChoice.CPU) {
            return List.of("CUDA is not used because --device cpu was asked for.");
        }
        if (facts.system().startsWith("Mac")) {
            return List.of("CUDA is not used: there is none for macOS.");
        }
        List<String> reasons = new ArrayList<>();
        driver(reasons);
        if (facts.image() != CudaFacts.Image.NONE) {
            image(reasons);
        } else if (facts.libraryPath().isEmpty()) {
            natives(reasons);
        } else {
            library(reasons);
            flavor(reasons);
            version(reasons);
        }
        if (reasons.isEmpty()) {
            reasons.add(
                    "CUDA is not used although nothing speaks against it here: the libraries may lack others that they need."
                            + " Start with LD_DEBUG=libs (Linux) or look into PATH (Windows), and see docs/gpu.md.");
        }
        return reasons;
    }

    private void driver(List<String> reasons) {
        switch (facts.driver().state()) {
            case MISSING ->
                reasons.add(
                        "There is no NVIDIA driver: nvidia-smi is not on the PATH. Install the driver of your GPU, or "
                                + (hasCpu()
                                        ? "use --device cpu."
                                        : "take a build with the CPU libraries (without -Dcuda)."));
            case FAILING ->
                reasons.add("The NVIDIA driver does not answer: nvidia-smi says \""
                        + facts.driver().words() + "\". Start the machine anew or install the driver again.");
            case ANSWERING -> gpus(reasons);
        }
        String visible = facts.visible();
        if (!visible.equals(CudaFacts.UNSET) && (visible.isBlank() || visible.startsWith("-1"))) {
            reasons.add(
                    "CUDA_VISIBLE_DEVICES is \"" + visible + "\", which hides every GPU. Unset it, or set it to 0.");
        }
    }

    /** Whether there are libraries to compute with on the CPU: bundled ones, or any PyTorch. */
    private boolean hasCpu() {
        return !facts.bundled().isEmpty() || !facts.libraryFiles().isEmpty();
    }

    private void gpus(List<String> reasons) {
        List<CudaFacts.Gpu> gpus = facts.driver().gpus();
        if (gpus.isEmpty()) {
            reasons.add(
                    "The NVIDIA driver lists no GPU. Check that one is plugged in and passed through to this system.");
            return;
        }
        if (gpus.stream().allMatch(gpu -> gpu.capability() > 0 && gpu.capability() < OLDEST)) {
            CudaFacts.Gpu gpu = gpus.get(0);
            reasons.add(String.format(
                    Locale.ROOT,
                    "The %s is too old: its compute capability is %.1f, PyTorch's CUDA 12.8 builds need %.1f (Turing, 2018) or"
                            + " later. Use --device cpu.",
                    gpu.name(),
                    gpu.capability(),
                    OLDEST));
        }
        int oldest = facts.isWindows() ? OLDEST_DRIVER_WINDOWS : OLDEST_DRIVER_LINUX;
        int driver = major(gpus.get(0).driver());
        if (driver > 0 && driver < oldest) {
            reasons.add("The NVIDIA driver " + gpus.get(0).driver() + " is too old for CUDA 12: install " + oldest
                    + " or later.");
        }
    }

    private void natives(List<String> reasons) {
        if (!facts.bundled().isEmpty() && !facts.bundled().startsWith("cu")) {
            reasons.add(
                    "The native libraries on the class path are PyTorch's CPU build. Point PYTORCH_LIBRARY_PATH at a CUDA build of"
                            + " PyTorch " + facts.bridge() + ", or build with -Dcuda (docs/gpu.md).");
        } else if (facts.bundled().isEmpty()) {
            reasons.add(
                    "No native libraries are on the class path and PYTORCH_LIBRARY_PATH is not set. Point it at the lib folder of"
                            + " a CUDA build of PyTorch " + facts.bridge() + ", or let them be downloaded once with"
                            + " -Dai.djl.offline=false (docs/gpu.md).");
        }
    }

    /** What is set there was set by the image, not by the user, and installing a PyTorch alone would change nothing. */
    private void image(List<String> reasons) {
        reasons.add(
                facts.image() == CudaFacts.Image.WITH_BRIDGE
                        ? "This app image brings PyTorch's CPU libraries only. For CUDA, install PyTorch "
                                + facts.bridge()
                                + " for CUDA 12.8 elsewhere (docs/gpu.md, way 1), set the environment variables PYTORCH_LIBRARY_PATH"
                                + " to its folder lib, such as site-packages/torch/lib, and PYTORCH_FLAVOR to " + FLAVOR
                                + ", and start the image again: they take precedence over what it brings."
                        : "This app image computes on the CPU only: there is no CUDA bridge for this system, so that other libraries of"
                                + " PyTorch would not help. CUDA needs Linux or Windows on x86-64.");
    }

    private void library(List<String> reasons) {
        String torch = facts.isWindows() ? "torch.dll" : "libtorch.so";
        String cuda = facts.isWindows() ? "torch_cuda.dll" : "libtorch_cuda.so";
        if (facts.libraryFiles().isEmpty()) {
            reasons.add("PYTORCH_LIBRARY_PATH is " + facts.libraryPath()
                    + ", where there are no files. Name the folder lib of a"
                    + " PyTorch, such as site-packages/torch/lib.");
        } else if (!facts.libraryFiles().contains(torch)) {
            reasons.add("PYTORCH_LIBRARY_PATH is " + facts.libraryPath() + ", where there is no " + torch
                    + ". Name the folder lib of a PyTorch, such as site-packages/torch/lib.");
        } else if (!facts.libraryFiles().contains(cuda)) {
            reasons.add("The PyTorch in " + facts.libraryPath() + " is a CPU build: it has no " + cuda
                    + ". Install PyTorch " + facts.bridge() + " for CUDA 12.8 (" + FLAVOR + ").");
        }
    }

    private void flavor(List<String> reasons) {
        if (!facts.flavor().equals(FLAVOR)) {
            String is = facts.flavor().isEmpty() ? "not set" : "\"" + facts.flavor() + "\"";
            reasons.add("PYTORCH_FLAVOR is " + is + ". Set it to " + FLAVOR
                    + ", the one CUDA flavor that the bridge to Java comes in.");
        }
        int plus = facts.libraryVersion().indexOf('+');
        String found = plus < 0 ? "" : facts.libraryVersion().substring(plus + 1);
        if (found.startsWith("cu") && !found.equals(FLAVOR)) {
            reasons.add("The PyTorch in " + facts.libraryPath() + " is built for " + found
                    + "; the bridge to Java needs " + FLAVOR + ".");
        }
    }

    private void version(List<String> reasons) {
        if (!facts.version().equals(facts.bridge())) {
            String is = facts.version().isEmpty() ? "not set" : "\"" + facts.version() + "\"";
            reasons.add("PYTORCH_VERSION is " + is + ". Set it to " + facts.bridge() + ".");
        }
        String found = facts.libraryVersion().replaceFirst("\\+.*", "");
        if (!found.isEmpty() && !found.equals(facts.bridge())) {
            reasons.add("The PyTorch in " + facts.libraryPath() + " is version " + found
                    + "; the bridge to Java was built for " + facts.bridge() + ". Install that version.");
        }
    }

    private static int major(String version) {
        String digits = version.replaceFirst("\\..*", "");
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
    }
}
