package lacuna.cli;

import java.nio.file.Path;
import java.util.Locale;
import lacuna.model.ModelConfig;
import lacuna.model.Precision;
import lacuna.run.LacunaException;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.TrainingMemory;
import lacuna.unlearning.TrainingMemory.Batch;
import lacuna.unlearning.TrainingMemory.Dictionaries;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor memory DIR}: what a training run would take, from config.json alone. */
@Command(
        name = "memory",
        description = "Compute the device memory that training a preset takes, from config.json; nothing is loaded.",
        footer = {
            "",
            "Example:",
            "  lacuna doctor memory models/gemma-2-2b --preset paper-gemma-2-2b-bio --dtype bf16 --features 16384"
        })
final class DoctorMemoryCommand extends StageCommand {

    private static final double GIB = 1L << 30;

    @Parameters(paramLabel = "DIR", description = "Model folder; only its config.json is read.")
    private Path folder = Path.of(".");

    @Option(names = "--preset", required = true, description = "Layers, adapter and batch: a CRISP preset.")
    private String preset = "";

    @Option(names = "--features", paramLabel = "N", required = true, description = "Features of each SAE.")
    private int features;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "Tokens of the longest text in a batch.")
    private int tokens = 256;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Texts in one graph (default: twice the preset's batch, target and benign side by side).")
    private @Nullable Integer rows;

    @Mixin
    private MemoryOptions memory = new MemoryOptions();

    DoctorMemoryCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        ModelConfig model = ModelConfig.read(folder);
        UnlearnPreset settings = UnlearnPreset.named(preset);
        if (!(settings.config() instanceof CrispConfig config)) {
            throw new LacunaException("The preset '" + preset + "' is not CRISP's. Choose one that is.");
        }
        int last =
                settings.saeLayers().stream().mapToInt(Integer::intValue).max().orElse(0);
        int texts = rows == null ? 2 * config.batchSize() : rows;
        if (features < 1 || tokens < 1 || texts < 1 || last >= model.layers()) {
            throw new LacunaException("Nothing to compute with " + features + " features, " + texts + " rows, "
                    + tokens + " tokens and SAEs up to block " + last + " of " + model.layers()
                    + ". Give numbers above 0 and a preset for this model.");
        }
        Dictionaries saes = new Dictionaries(settings.saeLayers().size(), features, last);
        CrispConfig cut = config.withMemory(memory.over(config.memory()));
        print(TrainingMemory.of(model, precision(), cut, saes, new Batch(texts, tokens)));
    }

    private Precision precision() throws LacunaException {
        return switch (common().dtype()) {
            case F32 -> Precision.F32;
            case F16 -> Precision.F16;
            case BF16, AUTO -> Precision.BF16;
        };
    }

    private void print(TrainingMemory needed) {
        row("Weights", needed.weights());
        row("Encoders", needed.dictionaries());
        row("Decoders", needed.decoders());
        row("Adapter", needed.adapter());
        row("Activations", needed.activations());
        row("Losses", needed.losses());
        row("Kept frozen", needed.frozen());
        row("Workspace", needed.workspace());
        row("Together", needed.total());
        console()
                .print(
                        "Decoders are on the device before training only, so they count where training itself takes less. Kept frozen is"
                                + " what the frozen model said about batches, kept for the next epoch: the most that it may take.");
    }

    private void row(String name, long bytes) {
        console().print("%-12s %7s GiB", name, String.format(Locale.ROOT, "%.2f", bytes / GIB));
    }
}
