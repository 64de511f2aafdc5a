package lacuna.cli;

import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import lacuna.tensor.Torch.DeviceChoice;
import lacuna.tensor.Torch.DtypeChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda",
            defaultValue = "auto",
            description = "What computes; auto takes CUDA when there is one.")
    private String device = "auto";

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|f16|bf16",
            defaultValue = "auto",
            description =
                    "What models compute in; auto takes f32 on a CPU where it fits, the published dtype on a GPU.")
    private String dtype = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads of one operation (default: PyTorch's choice, one for each core).")
    private @Nullable Integer threads;

    @Option(names = "--seed", paramLabel = "N", description = "Decides everything random (default: the project's).")
    private @Nullable Long seed;

    @Option(
            names = {"-v", "--verbose"},
            description = "On an error, print where in the program it arose.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on standard error.")
    private boolean quiet;

    DeviceChoice device() throws LacunaException {
        return DeviceChoice.parse(device);
    }

    DtypeChoice dtype() throws LacunaException {
        return DtypeChoice.parse(dtype);
    }

    long seedOr(long otherwise) {
        return seed == null ? otherwise : seed;
    }

    Console.Verbosity verbosity() {
        return verbose ? Console.Verbosity.VERBOSE : quiet ? Console.Verbosity.QUIET : Console.Verbosity.NORMAL;
    }

    /** Starts the engine on this thread as the options say. */
    Torch start() throws LacunaException {
        if (threads != null && threads < 1) {
            throw new LacunaException("--threads is " + threads + ". Give at least 1.");
        }
        Torch torch = Torch.start(device(), dtype());
        if (threads != null) {
            torch.setThreads(threads);
        }
        return torch;
    }
}
