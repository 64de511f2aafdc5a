package lacuna.cli;

import java.util.List;
import java.util.Locale;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.RunJob;
import lacuna.project.RunRequest;
import lacuna.project.RunSummary;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import lacuna.unlearning.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole flow. */
@Command(
        name = "run",
        description = {
            "Do the whole job: statistics, selection, training, evaluation before and after.",
            "A run that was stopped goes on when started again with the same --out."
        },
        footer = {
            "",
            "Examples:",
            "  lacuna run sample-projects/ember-isles --out runs/first",
            "  lacuna run my-project --out runs/k10 --k 10 --seed 3 --threads 4"
        })
final class RunCommand extends StageCommand {

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private RunFolderOption out = new RunFolderOption();

    RunCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = projectOptions.open(common(), training);
        RunFolder folder = out.of(project);
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            RunRequest request = RunRequest.of(project, projectOptions.source()).withSchedule(training.schedule());
            RunSummary summary = new RunJob(loaded, folder)
                    .whole(request, TrainingListener.NONE, console().progress());
            print(summary, folder);
        }
    }

    private void print(RunSummary summary, RunFolder folder) {
        console().print("%-28s %10s %10s", "", "before", "after");
        if (summary.target() != null) {
            row(
                    "Target accuracy",
                    "%.3f",
                    summary.target().accuracyBefore(),
                    summary.target().accuracyAfter());
        }
        if (summary.benign() != null) {
            row(
                    "Benign accuracy",
                    "%.3f",
                    summary.benign().accuracyBefore(),
                    summary.benign().accuracyAfter());
        }
        if (summary.general() != null) {
            row(
                    "General accuracy",
                    "%.3f",
                    summary.general().accuracyBefore(),
                    summary.general().accuracyAfter());
        }
        row(
                "Perplexity",
                "%.3f",
                summary.perplexity().before(),
                summary.perplexity().after());
        if (summary.activity() != null) {
            row(
                    "Activity of the features",
                    "%.4f",
                    summary.activity().before(),
                    summary.activity().after());
        }
        console().print("%s", "");
        console()
                .print(
                        "%d features in %d layers suppressed; %s in all (statistics %s, training %s, evaluation %s).",
                        summary.selected().size(),
                        summary.selected().stream()
                                .map(RunSummary.Feature::layer)
                                .distinct()
                                .count(),
                        ConsoleProgress.duration(summary.seconds().total()),
                        ConsoleProgress.duration(summary.seconds().statistics()),
                        ConsoleProgress.duration(summary.seconds().training()),
                        ConsoleProgress.duration(summary.seconds().evaluation()));
        printFirst(summary.generations());
        console().print("Summary: %s", folder.file(RunFolder.SUMMARY));
    }

    private void printFirst(List<RunSummary.Continuation> generations) {
        if (!generations.isEmpty()) {
            RunSummary.Continuation first = generations.get(0);
            console().print("%s", "");
            console().print("before | %s", oneLine(first.prompt() + first.before()));
            console().print("after  | %s", oneLine(first.prompt() + first.after()));
            console().print("%s", "");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private void row(String name, String format, double before, double after) {
        console()
                .print(
                        "%-28s %10s %10s",
                        name, String.format(Locale.ROOT, format, before), String.format(Locale.ROOT, format, after));
    }
}
