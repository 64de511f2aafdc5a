package lacuna.cli;

import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.CrispBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the statistics pass and CRISP training with random weights. */
@Command(
        name = "bench",
        description = {
            "Measure how fast feature statistics and CRISP training run here, with random weights; prints one JSON object.",
            "The work is that of six JumpReLU SAEs on blocks 4 to 14 of a model in Gemma 2's layout; docs/performance.md tells more. --dtype is bf16 unless given; adapter and losses are f32 either way."
        },
        footer = {"", "Example:", "  lacuna bench --geometry small --dtype f32 --steps 3"})
final class BenchCommand extends StageCommand {

    @Option(
            names = "--geometry",
            paramLabel = "small|gemma2-2b",
            defaultValue = "small",
            description = "Shape of the model: ${DEFAULT-VALUE} by default.")
    private String geometry = "small";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "3",
            description = "Statistics batches and training steps to measure, after one of each that does not count.")
    private int steps = 3;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "256", description = "Length of the texts.")
    private int tokens = 256;

    @Mixin
    private MemoryOptions memory = new MemoryOptions();

    BenchCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        if (steps < 1 || tokens < 2) {
            throw new LacunaException("--steps is " + steps + " and --tokens " + tokens + ". Give at least 1 and 2.");
        }
        try (Torch torch = common().start()) {
            CrispBenchmark.Result result = new CrispBenchmark(
                            torch, CrispBenchmark.Geometry.named(geometry), memory.over(ActivationMemory.WHOLE))
                    .run(steps, tokens, console().progress());
            console().print("%s", Json.line(result));
        }
    }
}
