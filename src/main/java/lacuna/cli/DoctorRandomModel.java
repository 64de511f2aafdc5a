package lacuna.cli;

import java.nio.file.Path;
import lacuna.model.RandomModel;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor random-model CONFIG OUT}. */
@Command(
        name = "random-model",
        description = {
            "Write a model folder of a given geometry with random weights, to try loading, memory and speed on.",
            "It needs as much disk as the real model and hardly any memory."
        },
        footer = {"", "Example:", "  lacuna doctor random-model configs/gemma-2-2b out/gemma-2-2b --as bf16"})
final class DoctorRandomModel extends StageCommand {

    @Parameters(index = "0", paramLabel = "CONFIG", description = "Folder whose config.json gives the geometry.")
    private Path config = Path.of(".");

    @Parameters(index = "1", paramLabel = "OUT", description = "Folder to write.")
    private Path out = Path.of(".");

    @Option(names = "--as", paramLabel = "f32|f16|bf16", defaultValue = "bf16", description = "Stored dtype.")
    private Dtype dtype = Dtype.BF16;

    @Option(
            names = "--shard-mib",
            paramLabel = "N",
            defaultValue = "4768",
            description = "Largest file; more than one gets an index.")
    private long shardMib = 4768;

    DoctorRandomModel(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        if (out.toAbsolutePath().normalize().equals(config.toAbsolutePath().normalize())) {
            throw new LacunaException("The weights of " + config + " would be overwritten. Name another folder.");
        }
        if (dtype != Dtype.F32 && dtype != Dtype.F16 && dtype != Dtype.BF16) {
            throw new LacunaException("Weights are not stored as " + dtype + ". Choose f32, f16 or bf16.");
        }
        long parameters = new RandomModel(config, dtype, common().seedOr(0))
                .write(out, Math.max(1, shardMib) << 20, console().progress());
        console().print("%s: %d parameters as %s", out, parameters, dtype);
    }
}
