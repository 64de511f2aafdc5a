package lacuna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lacuna.features.FeatureRef;
import lacuna.model.HookPoint;
import lacuna.project.FeatureExport;
import lacuna.project.LoadedProject;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.tensor.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Directions of features for use elsewhere. */
@Command(
        name = "vectors",
        description =
                "Encoder and decoder directions of features as safetensors, with bias, threshold and stable identifiers.",
        footer = {
            "",
            "Without a feature named, those marked to suppress are written.",
            "",
            "Examples:",
            "  lacuna vectors sample-projects/ember-isles 4/317 2/954 --out vectors.safetensors",
            "  lacuna vectors my-project --out vectors.safetensors"
        })
final class VectorsCommand extends StageCommand {

    @Parameters(index = "0", paramLabel = "PROJECT", description = "Project folder: the one that holds project.json.")
    private Path folder = Path.of(".");

    @Parameters(
            index = "1..*",
            paramLabel = "LAYER/FEATURE",
            description = "Hook point or number of the layer, and number of the feature.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Write the safetensors file here.")
    private Path out = Path.of("vectors.safetensors");

    VectorsCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = Project.open(folder);
        CrispMode mode = project.manifest().selection().mode();
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            Map<HookPoint, Integer> widths = new HashMap<>();
            for (SparseAutoencoder sae : loaded.saes(mode)) {
                widths.put(sae.hook(), sae.features());
            }
            List<FeatureRef> features = new ArrayList<>();
            for (String name : names.isEmpty() ? marked(project, mode) : names) {
                features.add(FeatureRef.parse(name, widths));
            }
            FeatureExport.of(project)
                    .writeVectors(loaded, features, out, console().progress());
            long written = features.stream().distinct().count();
            console().print("%,d %s: %s", written, written == 1 ? "feature" : "features", out);
        }
    }

    private static List<String> marked(Project project, CrispMode mode) throws LacunaException {
        List<String> names = new ArrayList<>();
        for (Marks.Mark mark : Marks.read(project.marksFile()).suppressed()) {
            names.add(mode.site(HookPoint.parse(mark.hook())) + "/" + mark.feature());
        }
        if (names.isEmpty()) {
            throw new LacunaException("No feature is marked to suppress in " + project.folder()
                    + ". Mark some in the window, or name features, such as resid_post.4/317.");
        }
        return names;
    }
}
