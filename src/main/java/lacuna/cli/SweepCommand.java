package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.RunQueue;
import lacuna.project.RunSummary;
import lacuna.project.Sweep;
import lacuna.project.SweepJob;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Several runs from one file. */
@Command(
        name = "sweep",
        description = {
            "Do several runs, one after the other: every combination of the values that a YAML or JSON file lists.",
            "Each run has its folder under PROJECT/runs. A failed run is told and passed over; a sweep that was stopped goes on when"
                    + " started again."
        },
        footer = {
            "",
            "The file, by the names of the project file:",
            "  name: k-and-lambda",
            "  settings: {steps: 60}          # the same for all",
            "  vary:",
            "    k: [10, 20]                  # k, tau, mode, layers (which SAEs), seed, preset,",
            "    suppression: [1, 5]          # suppression, rank, learningRate, steps, batchSize, ...",
            "    layers: [[2, 3], [2, 3, 4]]",
            "  evaluate: true",
            "  checkEvery: 25",
            "  keep: best",
            "",
            "Examples:",
            "  lacuna sweep sample-projects/ember-isles k-and-lambda.yaml",
            "  lacuna sweep my-project seeds.json --marks"
        })
final class SweepCommand extends StageCommand {

    private static final String ROW = "%-44s %8s %8s %8s %10s %8s";

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Parameters(index = "1", paramLabel = "FILE", description = "What to vary: .yaml, .yml or .json.")
    private Path file = Path.of("");

    SweepCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = projectOptions.open(common());
        List<RunQueue.Entry> entries = Sweep.read(file).expand(project, projectOptions.source(), null);
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            List<SweepJob.Outcome> outcomes =
                    new SweepJob(loaded).run(entries, console().progress());
            console().print(ROW, "Run", "target", "benign", "general", "perplexity", "seconds");
            outcomes.forEach(this::print);
            long failed = outcomes.stream().filter(o -> !o.problem().isEmpty()).count();
            console().print("%d runs, %d failed. Folders: %s", outcomes.size(), failed, project.runs());
        }
    }

    private void print(SweepJob.Outcome outcome) {
        RunSummary summary = outcome.summary();
        if (summary == null) {
            console()
                    .print(
                            "%-44s %s",
                            outcome.entry().name(),
                            outcome.problem().isEmpty() ? "trained" : "failed: " + outcome.problem());
            return;
        }
        console()
                .print(
                        ROW,
                        outcome.entry().name(),
                        after(summary.target()),
                        after(summary.benign()),
                        after(summary.general()),
                        String.format(Locale.ROOT, "%.3f", summary.perplexity().after()),
                        String.format(Locale.ROOT, "%.0f", summary.seconds().total()));
    }

    private static String after(RunSummary.@Nullable Accuracy accuracy) {
        return accuracy == null ? "-" : String.format(Locale.ROOT, "%.3f", accuracy.accuracyAfter());
    }
}
