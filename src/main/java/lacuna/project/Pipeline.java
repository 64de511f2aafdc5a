package lacuna.project;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lacuna.features.FeatureStatistics;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.project.RunSeconds.Stage;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnInputs;
import lacuna.unlearning.UnlearnResult;
import lacuna.unlearning.UnlearnRun;
import lacuna.unlearning.UnlearnTexts;
import lacuna.unlearning.UnlearnTrainer;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a project, one after the other or each alone: statistics, selection, training, evaluation before and after, summary.
 * What a stage makes lies in the run folder; a run that was stopped takes up what is there. The settings are the project's.
 */
public final class Pipeline {

    private final LoadedProject loaded;
    private final Project project;

    public Pipeline(LoadedProject loaded) {
        this.loaded = loaded;
        this.project = loaded.project();
    }

    /** What the project's features do on its target and benign corpus; collected now, or taken from disk if nothing has changed. */
    public FeatureStatistics statistics(Progress progress) throws LacunaException {
        return new StatisticsStage(loaded).run(mode(), progress);
    }

    /** @throws LacunaException if nothing is chosen; the message says what to change */
    public FeatureSelection select(FeatureStatistics statistics, SelectionSource source) throws LacunaException {
        return new SelectionStage(project).run(statistics, source);
    }

    /** The training settings as they stand. */
    public UnlearnConfig unlearnConfig() throws LacunaException {
        return project.unlearnConfig();
    }

    /** Trains into a folder, going on from the last checkpoint there if it belongs to the same run. */
    public UnlearnResult train(
            FeatureSelection selection, RunFolder folder, TrainingListener listener, Progress progress)
            throws LacunaException {
        return train(selection, unlearnConfig(), folder, listener, progress);
    }

    private UnlearnResult train(
            FeatureSelection selection,
            UnlearnConfig config,
            RunFolder folder,
            TrainingListener listener,
            Progress progress)
            throws LacunaException {
        ProjectManifest.Corpora corpora = project.manifest().corpora();
        UnlearnTexts texts = new UnlearnTexts(
                loaded.documents(corpora.target(), config.maxTokens()),
                loaded.documents(corpora.benign(), config.maxTokens()),
                loaded.documents(corpora.coherence(), config.maxTokens()));
        UnlearnRun run = new UnlearnRun(folder.folder(), UnlearnRun.Start.RESUME, Fingerprints.ofInputs(project));
        Optional<CrispMode> featureMode = config.featureMode();
        List<SparseAutoencoder> saes = featureMode.isEmpty() ? List.of() : loaded.saes(featureMode.get());
        return new UnlearnTrainer(new UnlearnInputs(loaded.model(), saes, selection, texts))
                .run(config, run, listener, progress);
    }

    /**
     * Measures one state of the model.
     *
     * @param selection features whose activity is measured; null for none
     * @param variant the model as it is, adapted, or edited
     */
    public Evaluation evaluate(@Nullable FeatureSelection selection, ModelVariant variant, Progress progress)
            throws LacunaException {
        return new EvaluationStage(loaded).run(selection, variant, progress);
    }

    /** Statistics, selection and training, without evaluation. */
    public UnlearnResult trainWhole(
            RunFolder folder, SelectionSource source, TrainingListener listener, Progress progress)
            throws LacunaException {
        UnlearnConfig config = unlearnConfig();
        folder.claim(settings(source, config, Fingerprints.ofInputs(project, source)));
        StageClock clock = new StageClock(folder);
        FeatureSelection selection =
                selection(folder, config, statistics -> select(statistics, source), clock, progress);
        return clock.time(Stage.TRAINING, () -> train(selection, folder, listener, progress));
    }

    /** As {@link #trainWhole}, from marks as they were at a moment: what a window captured when the run was queued. */
    public UnlearnResult trainMarked(
            RunFolder folder, Marks marks, UnlearnConfig config, TrainingListener listener, Progress progress)
            throws LacunaException {
        folder.claim(settings(SelectionSource.MARKS, config, Fingerprints.ofInputs(project, marks)));
        StageClock clock = new StageClock(folder);
        FeatureSelection selection = selection(
                folder, config, statistics -> new SelectionStage(project).marked(statistics, marks), clock, progress);
        return clock.time(Stage.TRAINING, () -> train(selection, config, folder, listener, progress));
    }

    /**
     * Goes on with a stopped training run, with the settings and the features it was started with, whatever the project says by now.
     *
     * @throws LacunaException if the folder holds no run that came so far, or the model, SAEs or texts are others
     */
    public UnlearnResult resumeTraining(RunFolder folder, TrainingListener listener, Progress progress)
            throws LacunaException {
        FeatureSelection selection = Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
        UnlearnConfig config = startedWith(folder).unlearning();
        return new StageClock(folder)
                .time(
                        Stage.TRAINING,
                        () -> train(selection, config == null ? unlearnConfig() : config, folder, listener, progress));
    }

    /**
     * Measures a trained run before and after, and writes {@code evaluation.json} and {@code summary.json} into its folder.
     *
     * @throws LacunaException if the folder holds no trained adapter
     */
    public Evaluation.Pair evaluateRun(RunFolder folder, Progress progress) throws LacunaException {
        RunSettings settings = startedWith(folder);
        RunFolder.adapterIn(folder.folder());
        FeatureSelection selection = Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
        ProjectManifest asThen =
                project.manifest().withSelection(settings.selection()).withSeed(settings.seed());
        Pipeline then = new Pipeline(loaded.with(asThen));
        if (!then.hasInputsOf(settings)) {
            AtomicFiles.deleteTree(folder.file(RunFolder.EVALUATION_BEFORE)); // measured on other texts or questions
        }
        Evaluation.Pair evaluation =
                new StageClock(folder).time(Stage.EVALUATION, () -> then.evaluateBoth(folder, selection, progress));
        Json.write(folder.file(RunFolder.SUMMARY), RunSummary.of(settings, selection, evaluation, folder.seconds()));
        return evaluation;
    }

    private boolean hasInputsOf(RunSettings settings) throws LacunaException {
        Map<String, String> now = Fingerprints.ofInputs(project);
        return settings.inputs().entrySet().containsAll(now.entrySet())
                && settings.generation().equals(project.manifest().generation());
    }

    private static RunSettings startedWith(RunFolder folder) throws LacunaException {
        return folder.settings()
                .orElseThrow(() -> new LacunaException(folder.folder() + " holds no " + RunFolder.SETTINGS
                        + ", so it is no run of Lacuna's. Choose another folder."));
    }

    /**
     * The whole flow. A folder that holds a stopped run of the same settings is gone on with; one that is finished is reported as it is.
     *
     * @throws LacunaException if the folder holds another run, or a stage fails; what is finished stays
     */
    public RunSummary run(RunFolder folder, SelectionSource source, TrainingListener listener, Progress progress)
            throws LacunaException {
        UnlearnConfig config = unlearnConfig();
        RunSettings settings = folder.claim(settings(source, config, Fingerprints.ofInputs(project, source)));
        if (folder.has(RunFolder.SUMMARY)) {
            progress.log("This run is finished; nothing is computed again.");
            return Json.read(folder.file(RunFolder.SUMMARY), RunSummary.class);
        }
        StageClock clock = new StageClock(folder);
        clock.add(Stage.OTHER, loaded.seconds());
        FeatureSelection selection =
                selection(folder, config, statistics -> select(statistics, source), clock, progress);
        clock.time(Stage.TRAINING, () -> train(selection, folder, listener, progress));
        Evaluation.Pair evaluation = clock.time(Stage.EVALUATION, () -> evaluateBoth(folder, selection, progress));
        RunSummary summary = RunSummary.of(settings, selection, evaluation, folder.seconds());
        Json.write(folder.file(RunFolder.SUMMARY), summary);
        return summary;
    }

    /** Chooses features by their statistics. */
    @FunctionalInterface
    private interface Choice {
        FeatureSelection of(FeatureStatistics statistics) throws LacunaException;
    }

    private FeatureSelection selection(
            RunFolder folder, UnlearnConfig config, Choice choice, StageClock clock, Progress progress)
            throws LacunaException {
        if (config.featureMode().isEmpty()) {
            FeatureSelection none = new FeatureSelection(List.of());
            Json.write(folder.file(RunFolder.SELECTION), none);
            return none;
        }
        if (folder.has(RunFolder.SELECTION)) {
            return Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
        }
        FeatureStatistics statistics = clock.time(Stage.STATISTICS, () -> statistics(progress));
        FeatureSelection selection = clock.time(Stage.OTHER, () -> choice.of(statistics));
        Json.write(folder.file(RunFolder.SELECTION), selection);
        return selection;
    }

    private Evaluation.Pair evaluateBoth(RunFolder folder, FeatureSelection selection, Progress progress)
            throws LacunaException {
        Path kept = folder.file(RunFolder.EVALUATION_BEFORE);
        Evaluation before = folder.has(RunFolder.EVALUATION_BEFORE)
                ? Json.read(kept, Evaluation.class)
                : evaluate(selection, ModelVariant.UNCHANGED, prefixed("Before", progress));
        Json.write(kept, before);
        try (LoraAdapter adapter = LoraAdapter.read(folder.adapter(), loaded.model())) {
            Evaluation after = evaluate(selection, ModelVariant.of(adapter), prefixed("After", progress));
            Evaluation.Pair pair = new Evaluation.Pair(before, after);
            Json.write(folder.file(RunFolder.EVALUATION), pair);
            return pair;
        }
    }

    private static Progress prefixed(String prefix, Progress progress) {
        return new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                progress.report(prefix + ": " + activity, done, total);
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }

            @Override
            public void log(String line) {
                progress.log(line);
            }
        };
    }

    private CrispMode mode() {
        return project.manifest().selection().mode();
    }

    private RunSettings settings(SelectionSource source, UnlearnConfig config, Map<String, String> inputs) {
        ProjectManifest manifest = project.manifest();
        String key = Fingerprints.key(
                config.seed(),
                source,
                manifest.selection(),
                manifest.statistics(),
                config,
                manifest.generation(),
                manifest.saes(),
                inputs);
        return new RunSettings(
                key,
                manifest.name(),
                project.folder().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                config.seed(),
                source,
                manifest.selection(),
                manifest.statistics(),
                config,
                manifest.generation(),
                Versions.lacuna(),
                loaded.torch().version(),
                Versions.java(),
                Versions.operatingSystem(),
                loaded.torch().deviceName(),
                inputs);
    }
}
