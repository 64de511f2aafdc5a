package lacuna.project;

import java.util.List;
import lacuna.evaluation.ChosenFeatures;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.TextMetrics;
import lacuna.run.FolderLock;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.FeatureSelection;

/**
 * What is measured of a trained run besides its evaluation, each into a file of its folder. Every measure can be made again, and goes on
 * where an earlier call was stopped. The folder is locked meanwhile.
 */
public final class RunMeasures {

    /** {@link FeatureEffects}. */
    public static final String FEATURE_EFFECTS = "feature-effects.json";

    /** {@link TextMetrics}. */
    public static final String TEXT_METRICS = "text-metrics.json";

    private final LoadedProject loaded;
    private final RunFolder folder;
    private final RunSettings settings;

    /**
     * @param loaded the project the run belongs to; read under the settings the run was started with
     * @throws LacunaException if the folder holds no trained run
     */
    public RunMeasures(LoadedProject loaded, RunFolder folder) throws LacunaException {
        this.folder = folder;
        this.settings = folder.settings()
                .orElseThrow(() -> new LacunaException(folder.folder() + " holds no " + RunFolder.SETTINGS
                        + ", so it is no run of Lacuna's. Name a run folder."));
        RunModel.require(folder.folder());
        this.loaded = loaded.with(
                loaded.project().manifest().withSelection(settings.selection()).withSeed(settings.seed()));
    }

    /** Every feature of every SAE before and after, into {@value #FEATURE_EFFECTS}. */
    public FeatureEffects features(Progress progress) throws LacunaException {
        try (FolderLock lock = folder.lock();
                RunModel unlearned = RunModel.open(folder.folder(), loaded)) {
            FeatureEffects effects =
                    new FeatureEffectsStage(loaded, folder).run(selection(), unlearned.variant(), identity(), progress);
            Json.write(folder.file(FEATURE_EFFECTS), effects);
            return effects;
        }
    }

    /**
     * Perplexities, proxies of the continuations, and ratings where a judge is asked for, into {@value #TEXT_METRICS}. What does not need
     * the judge is written before it is asked; ratings of an earlier call stay where none is asked for now.
     *
     * @throws LacunaException if the run has not been evaluated, the judge does not answer, or the user cancelled
     */
    public TextMetrics texts(TextMeasures asked, Progress progress) throws LacunaException {
        if (!folder.has(RunFolder.EVALUATION)) {
            throw new LacunaException(folder.folder() + " holds no " + RunFolder.EVALUATION
                    + ", so there are no continuations to measure. Evaluate the run first.");
        }
        Evaluation.Pair pair = Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class);
        try (FolderLock lock = folder.lock();
                RunModel unlearned = RunModel.open(folder.folder(), loaded)) {
            TextMetricsStage stage = new TextMetricsStage(loaded, folder, asked);
            List<ChosenFeatures> chosen = SelectedSites.of(loaded, selection());
            TextMetrics metrics = stage.run(pair, chosen, unlearned.variant(), identity(), progress);
            Json.write(folder.file(TEXT_METRICS), metrics.with(earlierRatings(metrics)));
            if (asked.judge().isPresent()) {
                Json.write(folder.file(TEXT_METRICS), metrics.with(stage.judged(pair, progress)));
            }
            return Json.read(folder.file(TEXT_METRICS), TextMetrics.class);
        }
    }

    /** Of the same continuations. */
    private List<TextMetrics.Judged> earlierRatings(TextMetrics metrics) throws LacunaException {
        if (!folder.has(TEXT_METRICS)) {
            return List.of();
        }
        TextMetrics earlier = Json.read(folder.file(TEXT_METRICS), TextMetrics.class);
        return earlier.continuations().equals(metrics.continuations()) ? earlier.judged() : List.of();
    }

    private FeatureSelection selection() throws LacunaException {
        return Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
    }

    private String identity() throws LacunaException {
        return Fingerprints.ofFile(RunModel.weightsIn(folder.folder()));
    }
}
