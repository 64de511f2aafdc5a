package lacuna.cli;

import java.nio.file.Path;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.project.SelectionSettings;
import lacuna.project.SelectionSource;
import lacuna.project.UnlearningSettings;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The project, and which features to choose in it. */
final class ProjectOptions {

    @Parameters(paramLabel = "PROJECT", description = "Project folder: the one that holds project.json.")
    private Path folder = Path.of(".");

    @Option(
            names = "--mode",
            paramLabel = "paper|code|aligned",
            description =
                    "Which reading of CRISP: as published, as released, or at the sites the SAEs were trained on.")
    private @Nullable CrispMode mode;

    @Option(names = "--k", paramLabel = "N", description = "Features chosen for each layer, at most.")
    private @Nullable Integer k;

    @Option(names = "--tau", paramLabel = "X", description = "Smallest ratio of target to benign activation.")
    private @Nullable Double tau;

    @Option(
            names = "--marks",
            description = "Suppress the features marked in marks.json instead of the method's choice.")
    private boolean marks;

    /** Opens and checks the project; options take the place of what it says, for this call. */
    Project open(CommonOptions common) throws LacunaException {
        Project project = Project.open(folder);
        ProjectManifest manifest = project.manifest();
        return project.with(manifest.withSeed(common.seedOr(manifest.seed())).withSelection(selection(manifest)));
    }

    /** As {@link #open(CommonOptions)}, with training options too. */
    Project open(CommonOptions common, TrainingOptions training) throws LacunaException {
        Project project = open(common);
        ProjectManifest manifest = project.manifest();
        UnlearningSettings settings = training.over(manifest.unlearning());
        settings.resolve(
                manifest.selection().mode(), manifest.seed()); // a wrong value is told before anything is loaded
        return project.with(manifest.withUnlearning(settings));
    }

    private SelectionSettings selection(ProjectManifest manifest) throws LacunaException {
        if (k != null && k < 1) {
            throw new LacunaException("--k is " + k + ". Give at least 1.");
        }
        if (tau != null && !(tau >= 0)) {
            throw new LacunaException("--tau is " + tau + ". Give at least 0.");
        }
        SelectionSettings settings = manifest.selection();
        settings = mode == null ? settings : settings.withMode(mode);
        settings = k == null ? settings : settings.withK(k);
        return tau == null ? settings : settings.withTau(tau);
    }

    SelectionSource source() {
        return marks ? SelectionSource.MARKS : SelectionSource.AUTOMATIC;
    }
}
