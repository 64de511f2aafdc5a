package lacuna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.PairedComparison;
import lacuna.project.RunComparison;
import lacuna.project.RunFolder;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Several runs side by side. */
@Command(
        name = "compare",
        description = "Show what finished runs forgot, kept and cost, beside the untouched model.",
        footer = {
            "",
            "overall: harmonic mean of the parts named beneath the table, in percent; judged: with a judge's fluency and concept.",
            "Doing nothing keeps everything, so read it beside the untouched model's.",
            "A star marks runs on the front: no other forgets and retains at least as much, and one of them more.",
            "",
            "Examples:",
            "  lacuna compare runs/crisp runs/rmu runs/elm",
            "  lacuna compare runs/* --json > comparison.json"
        })
final class CompareCommand extends StageCommand {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders with an evaluation.")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--json", description = "Tables, intervals and front as one JSON object on one line.")
    private boolean json;

    CompareCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        RunComparison comparison =
                RunComparison.of(runs.stream().map(RunFolder::at).toList());
        if (json) {
            console().print("%s", Json.line(comparison));
            return;
        }
        accuracies("Target", comparison.target());
        accuracies("Benign", comparison.benign());
        if (comparison.general() != null) {
            accuracies("General", comparison.general());
        }
        console()
                .print(
                        "%-28s %-8s %10s %10s %10s %10s %10s  front",
                        "Run", "method", "perplexity", "repetition", "recovered", "overall", "judged");
        for (RunComparison.Row row : comparison.runs()) {
            console()
                    .print(
                            "%-28s %-8s %10.3f %10s %10s %10.2f %10s  %s",
                            row.name(),
                            row.method(),
                            row.perplexity(),
                            number(row.repetition()),
                            number(row.mostRecovered()),
                            row.overall().score(),
                            number(row.overall().judged()),
                            row.onFront() ? "*" : "");
        }
        OverallScore overall = comparison.runs().get(0).overall();
        console().print("overall: harmonic mean of %s (%s)", overall.formula(), overall.legend());
        if (!comparison.notAskedGeneral().isEmpty()) {
            console()
                    .print(
                            "%s 'lacuna evaluate PROJECT --run RUN --parts questions' asks them.",
                            comparison.whyNoGeneral());
        }
        if (comparison.recoveredOn() != null) {
            console()
                    .print(
                            "recovered: in checks of persistence with %s",
                            comparison.recoveredOn().words());
        }
    }

    private void accuracies(String what, AccuracyTable table) {
        console()
                .print(
                        "%s: %s, protocol %s",
                        what, table.questionSet(), table.protocol().title());
        for (AccuracyTable.Row row : table.rows()) {
            PairedComparison paired = row.againstUntouched();
            console()
                    .print(
                            "%-28s %.3f (%.3f to %.3f)%s",
                            row.model(),
                            row.accuracy(),
                            row.interval().low(),
                            row.interval().high(),
                            paired == null ? "" : String.format(Locale.ROOT, "   p %.3g", paired.p()));
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
    }
}
