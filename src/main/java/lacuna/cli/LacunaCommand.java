package lacuna.cli;

import lacuna.project.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a command: lists what there is. */
@Command(
        name = "lacuna",
        mixinStandardHelpOptions = true,
        versionProvider = LacunaCommand.Version.class,
        description = "Find, read and remove what a language model knows, feature by feature.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            AnalyzeCommand.class,
            FeatureCommand.class,
            VectorsCommand.class,
            TrainCommand.class,
            SweepCommand.class,
            StudyCommand.class,
            GenerateCommand.class,
            EvaluateCommand.class,
            AttackCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            TrainSaeCommand.class,
            TrainModelCommand.class,
            FetchCommand.class,
            LabelsCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "Without any argument the window opens, on the project that comes with Lacuna.",
            "",
            "Examples:",
            "  lacuna run sample-projects/ember-isles --out runs/first",
            "  lacuna analyze sample-projects/ember-isles --top 20",
            "  lacuna generate sample-projects/ember-isles --adapter runs/first",
            "",
            "Exit codes: 0 done, 2 something to put right (said in a sentence), 130 stopped with Ctrl+C, 1 a bug."
        })
final class LacunaCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command: 'lacuna --help' lists them.");
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Lacuna " + Versions.lacuna()};
        }
    }
}
