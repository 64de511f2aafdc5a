package lacuna.cli;

import java.nio.file.Path;
import java.util.Locale;
import lacuna.pretraining.Pretrainer;
import lacuna.pretraining.Pretrainer.PretrainResult;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a small language model from scratch. */
@Command(
        name = "train-model",
        description = {
            "Train a small Llama-layout model and its tokenizer from scratch; that is how the sample's was made.",
            "A run that was stopped goes on from its last checkpoint when started again."
        },
        footer = {
            "",
            "Example:",
            "  lacuna train-model sample-projects/ember-isles/training/model.json --out models/ember --threads 2"
        })
final class TrainModelCommand extends StageCommand {

    @Parameters(paramLabel = "CONFIG.json", description = "Shape, texts and schedule; its paths are relative to it.")
    private Path config = Path.of(".");

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Model folder in Hugging Face layout.")
    private Path out = Path.of(".");

    TrainModelCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        var settings = Pretrainer.readConfig(config);
        try (Torch torch = common().start()) {
            PretrainResult result =
                    new Pretrainer(torch, settings, config).run(out, console().progress());
            console()
                    .print(String.format(
                            Locale.ROOT,
                            "%d steps over %d tokens, %d parameters, loss %.4f nats a token.",
                            result.steps(),
                            result.tokens(),
                            result.parameters(),
                            result.loss()));
            console().print("Model: %s", out.toAbsolutePath().normalize());
        }
    }
}
