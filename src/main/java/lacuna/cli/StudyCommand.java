package lacuna.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.Study;
import lacuna.project.StudyJob;
import lacuna.project.StudyResult;
import lacuna.project.StudyTable;
import lacuna.run.AtomicFiles;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Methods on one budget. */
@Command(
        name = "study",
        description = {
            "Compare methods on one budget: the same number of trials for each, one chosen on the validation half of the questions,"
                    + " repeated with several seeds, judged on the test half, and checked for persistence.",
            "Prints a table in Markdown and leaves it, with every figure as JSON, in PROJECT/runs. A study that was stopped goes on when"
                    + " started again; finished runs are not done again."
        },
        footer = {
            "",
            "The file:",
            "  name: methods",
            "  trials: 6                      # of a larger grid as many are drawn, always the same",
            "  trialSeed: 0",
            "  seeds: [1, 2, 3]               # of the chosen trial",
            "  methods:",
            "    - name: RMU",
            "      preset: rmu-ember-isles    # any preset of any method",
            "      settings: {steps: 80}      # the same for all its trials",
            "      vary:                      # k, tau, layers, and what the method's settings name",
            "        steering: [10, 20, 40]",
            "        alpha: [5, 20]",
            "  checks:",
            "    quantise: true",
            "    prefixes: prefixes.txt       # beside the file",
            "    relearn: {texts: 20, loraRate: 1e-3, fullRate: 1e-3}",
            "    inside: true                 # logit lens and linear probes",
            "",
            "Example:",
            "  lacuna study sample-projects/ember-isles sample-projects/ember-isles/study.yaml"
        })
final class StudyCommand extends StageCommand {

    @Parameters(index = "0", paramLabel = "PROJECT", description = "Project folder: the one that holds project.json.")
    private Path folder = Path.of(".");

    @Parameters(index = "1", paramLabel = "FILE", description = "What to compare: .yaml, .yml or .json.")
    private Path file = Path.of("");

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "Put the table into this text, too, as it grows, between <!-- study NAME --> and"
                    + " <!-- end of study NAME -->.")
    private java.util.List<Path> into = java.util.List.of();

    StudyCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = Project.open(folder);
        Study study = Study.read(file);
        for (Path text : into) {
            StudyTable.into(read(text), study.name(), ""); // told before anything is computed
        }
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            StudyJob job = new StudyJob(loaded, study, file, this::write);
            StudyResult result = job.run(console().progress());
            console().print("%s", StudyTable.of(result));
            console().print("Every figure: %s", job.json());
        }
    }

    private void write(StudyResult soFar) throws LacunaException {
        for (Path text : into) {
            byte[] whole = StudyTable.into(read(text), soFar.name(), StudyTable.of(soFar))
                    .getBytes(StandardCharsets.UTF_8);
            AtomicFiles.write(text, out -> out.write(whole));
        }
    }

    private static String read(Path text) throws LacunaException {
        try {
            return Files.readString(text);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + text + ": " + e.getMessage() + ". Check the path.", e);
        }
    }
}
