package lacuna.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lacuna.features.FeatureStatistics;
import lacuna.model.ModelVariant;
import lacuna.project.RunSeconds.Stage;
import lacuna.run.AtomicFiles;
import lacuna.run.Cancelled;
import lacuna.run.FolderLock;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.tensor.FreedMemory;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnInputs;
import lacuna.unlearning.UnlearnResult;
import lacuna.unlearning.UnlearnRun;
import lacuna.unlearning.UnlearnTexts;
import lacuna.unlearning.UnlearnTrainer;

/**
 * One run in its folder: statistics, selection, training, evaluation before and after, summary. What a stage makes lies in the folder; a
 * run that was stopped takes up what is there. The folder is locked meanwhile.
 */
public final class RunJob {

    private final LoadedProject loaded;
    private final RunFolder folder;

    public RunJob(LoadedProject loaded, RunFolder folder) {
        this.loaded = loaded;
        this.folder = folder;
    }

    /**
     * Statistics, selection and training, without evaluation.
     *
     * @throws LacunaException if the folder holds another run or is being written, or a stage fails; what is finished stays
     */
    public UnlearnResult train(RunRequest request, TrainingListener listener, Progress progress)
            throws LacunaException {
        LoadedProject own = loaded.with(request.on(loaded.project().manifest()));
        return sitting(() -> folder.claim(settings(own, request)), settings -> {
            FeatureSelection selection = selection(own, request, progress);
            return train(own, selection, settings, listener, progress);
        });
    }

    /**
     * The whole flow. A folder that holds a stopped run of the same settings is gone on with; one that is finished is reported as it is.
     *
     * @throws LacunaException as {@link #train}
     */
    public RunSummary whole(RunRequest request, TrainingListener listener, Progress progress) throws LacunaException {
        LoadedProject own = loaded.with(request.on(loaded.project().manifest()));
        return sitting(() -> folder.claim(settings(own, request)), settings -> {
            boolean isTrained = folder.has(RunFolder.SUMMARY);
            if (isTrained && isEvaluated()) {
                progress.log("This run is finished; nothing is computed again.");
                return Json.read(folder.file(RunFolder.SUMMARY), RunSummary.class);
            }
            new StageClock(folder).add(Stage.OTHER, loaded.seconds());
            FeatureSelection selection = selection(own, request, progress);
            if (!isTrained) {
                train(own, selection, settings, listener, progress);
            }
            Evaluation.Pair evaluation = evaluate(own, selection, progress);
            return summarize(settings, selection, evaluation);
        });
    }

    /**
     * Goes on with a stopped training run, with the settings and the features it was started with, whatever the project says by now.
     *
     * @throws LacunaException if the folder holds no run that came so far, or the model, SAEs or texts are others
     */
    public UnlearnResult resume(TrainingListener listener, Progress progress) throws LacunaException {
        return sitting(this::startedWith, settings -> {
            LoadedProject own = loaded.with(asThen(settings));
            FeatureSelection selection = Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
            return train(own, selection, settings, listener, progress);
        });
    }

    /** What a queue asks for: begins the run, or goes on with what is in its folder, and evaluates it if that is wanted. */
    public void carryOut(RunQueue.Entry entry, TrainingListener listener, Progress progress) throws LacunaException {
        if (folder.has(RunFolder.SELECTION)) {
            resume(listener, progress);
        } else {
            train(entry.request(), listener, progress);
        }
        if (entry.after() == AfterTraining.EVALUATE) {
            evaluate(progress);
        }
    }

    /** Whether it was measured, with the general questions that the project names by now, asked as it says by now. */
    public boolean isEvaluated() throws LacunaException {
        return folder.has(RunFolder.EVALUATION)
                && new EvaluationStage(loaded)
                        .isGeneralAnswered(Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class)
                                .after());
    }

    /**
     * Measures a trained run before and after, and writes {@code evaluation.json} and {@code summary.json} into its folder.
     *
     * @throws LacunaException if the folder holds neither a trained adapter nor clamps
     */
    public Evaluation.Pair evaluate(Progress progress) throws LacunaException {
        startedWith(); // before a lock is left in a folder that is not ours
        RunModel.require(folder.folder());
        return sitting(this::startedWith, settings -> {
            LoadedProject own = loaded.with(asThen(settings));
            FeatureSelection selection = Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
            if (!hasInputsOf(settings)) {
                AtomicFiles.deleteTree(
                        folder.file(RunFolder.EVALUATION_BEFORE)); // measured on other texts or questions
            }
            Evaluation.Pair evaluation = evaluate(own, selection, progress);
            summarize(settings, selection, evaluation);
            return evaluation;
        });
    }

    /** What a run was started with. */
    @FunctionalInterface
    private interface Claim {
        RunSettings take() throws LacunaException;
    }

    /** What is done with it. */
    @FunctionalInterface
    private interface Work<T> {
        T on(RunSettings settings) throws LacunaException;
    }

    /** Work on the locked folder; a failure is noted there, unless the folder turned out to be another run's. */
    private <T> T sitting(Claim claim, Work<T> work) throws LacunaException {
        try (FolderLock lock = folder.lock()) {
            RunSettings settings = lighter(claim.take());
            folder.clearFailure();
            try {
                return work.on(settings);
            } catch (Cancelled e) {
                throw e;
            } catch (LacunaException e) {
                noteFailure(e);
                throw e;
            } finally {
                FreedMemory.giveBack();
            }
        }
    }

    private RunSettings lighter(RunSettings settings) throws LacunaException {
        Optional<UnlearnConfig> lighter = folder.lighter();
        return lighter.isPresent() ? folder.change(settings, lighter.get()) : settings;
    }

    private void noteFailure(LacunaException problem) {
        try {
            folder.failure(problem);
        } catch (LacunaException second) {
            problem.addSuppressed(second); // decision: the first problem is the one to tell
        }
    }

    private RunSettings startedWith() throws LacunaException {
        return folder.settings()
                .orElseThrow(() -> new LacunaException(folder.folder() + " holds no " + RunFolder.SETTINGS
                        + ", so it is no run of Lacuna's. Choose another folder."));
    }

    private ProjectManifest asThen(RunSettings settings) {
        return loaded.project().manifest().withSelection(settings.selection()).withSeed(settings.seed());
    }

    private boolean hasInputsOf(RunSettings settings) throws LacunaException {
        Map<String, String> now = Fingerprints.ofInputs(loaded.project());
        return settings.inputs().entrySet().containsAll(now.entrySet())
                && settings.generation().equals(loaded.project().manifest().generation());
    }

    private FeatureSelection selection(LoadedProject own, RunRequest request, Progress progress)
            throws LacunaException {
        if (folder.has(RunFolder.SELECTION)) {
            return Json.read(folder.file(RunFolder.SELECTION), FeatureSelection.class);
        }
        FeatureSelection chosen = request.config().featureMode().isEmpty()
                ? new FeatureSelection(List.of())
                : choose(own, request, progress);
        Json.write(folder.file(RunFolder.SELECTION), chosen);
        return chosen;
    }

    private FeatureSelection choose(LoadedProject own, RunRequest request, Progress progress) throws LacunaException {
        StageClock clock = new StageClock(folder);
        CrispMode mode = request.selection().mode();
        FeatureStatistics statistics = clock.time(Stage.STATISTICS, () -> new StatisticsStage(own).run(mode, progress));
        SelectionStage stage =
                new SelectionStage(own.project(), () -> new StatisticsStage(own).squares(mode, progress));
        Marks marks = request.marks();
        return clock.time(
                Stage.OTHER,
                () -> marks == null
                        ? stage.run(statistics, request.source(), request.config())
                        : stage.marked(statistics, marks));
    }

    private UnlearnResult train(
            LoadedProject own,
            FeatureSelection selection,
            RunSettings settings,
            TrainingListener listener,
            Progress progress)
            throws LacunaException {
        UnlearnConfig stored = settings.unlearning();
        UnlearnConfig config = stored == null ? own.project().unlearnConfig() : stored;
        RunSchedule schedule = settings.scheduleOrNone();
        UnlearnRun run = new UnlearnRun(folder.folder(), UnlearnRun.Start.RESUME, Fingerprints.ofInputs(own.project()));
        UnlearnTrainer trainer =
                new UnlearnTrainer(inputs(own, selection, config, settings), schedule, new LiveChecks(own));
        return new StageClock(folder).time(Stage.TRAINING, () -> trainer.run(config, run, listener, progress));
    }

    private static UnlearnInputs inputs(
            LoadedProject own, FeatureSelection selection, UnlearnConfig config, RunSettings settings)
            throws LacunaException {
        ProjectManifest.Corpora corpora = own.project().manifest().corpora();
        UnlearnTexts texts = new UnlearnTexts(
                own.documents(corpora.target(), config.maxTokens()),
                own.documents(corpora.benign(), config.maxTokens()),
                own.documents(corpora.coherence(), config.maxTokens()));
        Optional<CrispMode> mode = config.featureMode();
        List<SparseAutoencoder> saes =
                mode.isEmpty() ? List.of() : own.saes(settings.selection().withMode(mode.get()));
        return new UnlearnInputs(own.model(), saes, selection, texts);
    }

    private Evaluation.Pair evaluate(LoadedProject own, FeatureSelection selection, Progress progress)
            throws LacunaException {
        return new StageClock(folder).time(Stage.EVALUATION, () -> evaluateBoth(own, selection, progress));
    }

    private Evaluation.Pair evaluateBoth(LoadedProject own, FeatureSelection selection, Progress progress)
            throws LacunaException {
        EvaluationStage stage = new EvaluationStage(own);
        Path kept = folder.file(RunFolder.EVALUATION_BEFORE);
        Evaluation before = folder.has(RunFolder.EVALUATION_BEFORE) ? Json.read(kept, Evaluation.class) : null;
        if (before == null || !stage.isUpToDate(before, selection)) {
            before = stage.run(selection, ModelVariant.UNCHANGED, new PrefixedProgress("Before", progress));
            Json.write(kept, before);
        }
        try (RunModel run = RunModel.open(folder.adapter(), own)) {
            Evaluation after = stage.run(selection, run.variant(), new PrefixedProgress("After", progress));
            Evaluation.Pair pair = new Evaluation.Pair(before, after);
            Json.write(folder.file(RunFolder.EVALUATION), pair);
            return pair;
        }
    }

    private RunSummary summarize(RunSettings settings, FeatureSelection selection, Evaluation.Pair evaluation)
            throws LacunaException {
        RunSummary summary = RunSummary.of(settings, selection, evaluation, folder.seconds());
        Json.write(folder.file(RunFolder.SUMMARY), summary);
        return summary;
    }

    private static RunSettings settings(LoadedProject own, RunRequest request) throws LacunaException {
        Marks marks = request.marks();
        Map<String, String> inputs = marks == null
                ? Fingerprints.ofInputs(own.project(), request.source())
                : Fingerprints.ofInputs(own.project(), marks);
        return RunSettings.of(own, request, inputs);
    }
}
