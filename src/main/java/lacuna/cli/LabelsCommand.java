package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import lacuna.features.FeatureLabel;
import lacuna.features.FeatureLabels;
import lacuna.features.LabelSet;
import lacuna.model.HookPoint;
import lacuna.project.LabelImport;
import lacuna.project.Project;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What other people's models say about the features. */
@Command(
        name = "labels",
        description = "Import or list labels of features, from Neuronpedia's bulk files. Nothing is fetched.",
        subcommands = {LabelsCommand.Import.class, LabelsCommand.Listing.class},
        footer = {
            "",
            "Examples:",
            "  lacuna labels import my-project gemma-2-2b/20-gemmascope-res-16k/explanations",
            "  lacuna labels list my-project --feature resid_post.20/10004"
        })
final class LabelsCommand extends StageCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    LabelsCommand(Console console) {
        super(console);
    }

    @Override
    void execute() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: import or list.");
    }

    /** From files into a project. */
    @Command(
            name = "import",
            description =
                    "Read labels from .jsonl or .jsonl.gz files or folders of them into a project. Labels that are there"
                            + " already stay; the same one twice counts once.",
            footer = {
                "",
                "Example:",
                "  lacuna labels import my-project batch-0.jsonl.gz batch-1.jsonl.gz --hook resid_post.20"
            })
    static final class Import extends StageCommand {

        @Parameters(index = "0", paramLabel = "PROJECT", description = "Project folder.")
        private Path folder = Path.of(".");

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "FILE",
                description = "Files, or folders that hold them.")
        private List<Path> files = List.of();

        @Option(
                names = "--hook",
                paramLabel = "HOOK",
                description = "The SAE they belong to (default: what the name of the set says).")
        private @Nullable String hook;

        Import(Console console) {
            super(console);
        }

        @Override
        void execute() throws LacunaException {
            Project project = Project.read(folder);
            LabelImport labels =
                    hook == null ? LabelImport.byName(project) : LabelImport.to(project, HookPoint.parse(hook));
            for (LabelSet set : labels.run(files, console().progress())) {
                print(console(), set);
            }
        }
    }

    /** What a project holds. */
    @Command(
            name = "list",
            description = "List the labels that a project holds: the sets, or those of one feature.",
            footer = {"", "Example:", "  lacuna labels list my-project --feature resid_post.20/10004"})
    static final class Listing extends StageCommand {

        @Parameters(paramLabel = "PROJECT", description = "Project folder.")
        private Path folder = Path.of(".");

        @Option(names = "--feature", paramLabel = "HOOK/N", description = "All labels of this feature, best first.")
        private @Nullable String feature;

        Listing(Console console) {
            super(console);
        }

        @Override
        void execute() throws LacunaException {
            FeatureLabels labels = FeatureLabels.read(Project.read(folder).labelsFolder());
            if (feature == null) {
                labels.sets().forEach(set -> print(console(), set));
                if (labels.sets().isEmpty()) {
                    console().print("No labels. 'lacuna labels import' reads them from files.");
                }
                return;
            }
            String[] parts = feature.split("/", 2);
            if (parts.length < 2 || !parts[1].matches("\\d{1,9}")) {
                throw new LacunaException("--feature is " + feature + ". Write it like resid_post.20/10004.");
            }
            for (FeatureLabel label : labels.of(HookPoint.parse(parts[0]), Integer.parseInt(parts[1]))) {
                console().print("%s   (%s, %s)", label.text(), label.method(), label.explainer());
            }
        }
    }

    private static void print(Console console, LabelSet set) {
        console.print(
                "%s: %d labels of %d features from %s%s (%d %s)",
                set.hook(),
                set.labels(),
                set.features(),
                set.model().isEmpty() ? "" : set.model() + "/",
                set.set(),
                set.origins().size(),
                set.origins().size() == 1 ? "file" : "files");
    }
}
