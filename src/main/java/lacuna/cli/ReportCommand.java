package lacuna.cli;

import java.nio.file.Path;
import lacuna.project.RunFolder;
import lacuna.project.RunReport;
import lacuna.report.Report;
import lacuna.report.TargetText;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A finished run as a page for reviewers. */
@Command(
        name = "report",
        description =
                "Write what a finished run removed, what it cost and whether it comes back: one HTML page and its JSON twin.",
        footer = {
            "",
            "Examples:",
            "  lacuna report runs/first",
            "  lacuna report runs/first --target-text hashed -o review.html"
        })
final class ReportCommand extends StageCommand {

    @Parameters(paramLabel = "RUN", description = "Run folder with an evaluation.")
    private Path run = Path.of(".");

    @Option(
            names = "--target-text",
            paramLabel = "shown|withheld|hashed",
            description = "How prompts about the target and their continuations appear (default: shown).")
    private TargetText targetText = TargetText.SHOWN;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The page (default: report.html in the run folder); the JSON twin lies beside it.")
    private @Nullable Path out;

    ReportCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        RunFolder folder = RunFolder.at(run);
        Report report = RunReport.of(folder, targetText);
        Path page = out == null ? folder.file(RunReport.PAGE) : out;
        Path twin = RunReport.write(report, page);
        console().print("Report: %s", page.toAbsolutePath());
        console().print("JSON: %s", twin.toAbsolutePath());
    }
}
