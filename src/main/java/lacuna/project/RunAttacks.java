package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.evaluation.QuestionSet;
import lacuna.model.HookPoint;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.Attacks;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.ProbeCheck;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.run.FolderLock;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/**
 * Checks whether what a run unlearned comes back, each kept in the run's folder as soon as it is made. A check made again takes the place
 * of the earlier one. The folder is locked until this is closed.
 */
public final class RunAttacks implements AutoCloseable {

    /** Every check that asked questions, as a list of {@link Persistence}. */
    public static final String CHECKS = "persistence.json";

    /** {@link lacuna.persistence.LensCheck}. */
    public static final String LOGIT_LENS = "logit-lens.json";

    /** {@link ProbeCheck}. */
    public static final String LINEAR_PROBE = "linear-probe.json";

    /** {@link AnswerProbeCheck}. */
    public static final String ANSWER_PROBE = "answer-probe.json";

    /** Which texts the model is trained on again. */
    static final String RELEARNED = "target";

    private final LoadedProject loaded;
    private final RunFolder folder;
    private final FolderLock lock;
    private final RunModel unlearned;
    private final QuestionSet questions;
    private final Attacks attacks;

    private RunAttacks(
            LoadedProject loaded,
            RunFolder folder,
            FolderLock lock,
            RunModel unlearned,
            QuestionSet questions,
            Attacks attacks) {
        this.loaded = loaded;
        this.folder = folder;
        this.lock = lock;
        this.unlearned = unlearned;
        this.questions = questions;
        this.attacks = attacks;
    }

    /**
     * Asks the project's target questions of the untouched and of the unlearned model.
     *
     * @param part which of the questions
     * @throws LacunaException if the project names no target questions, or the folder holds no trained run
     */
    public static RunAttacks begin(LoadedProject loaded, RunFolder folder, QuestionSet.Part part, Progress progress)
            throws LacunaException {
        QuestionSet questions = questions(loaded.project(), part);
        RunModel.require(folder.folder());
        FolderLock lock = folder.lock();
        RunModel unlearned = null;
        try {
            unlearned = RunModel.open(folder.folder(), loaded);
            Attacks attacks = new Attacks(
                    loaded.model(),
                    unlearned.variant(),
                    questions,
                    new ProjectFiles(loaded.project()).questionConfig(),
                    progress);
            return new RunAttacks(loaded, folder, lock, unlearned, questions, attacks);
        } catch (LacunaException | RuntimeException e) {
            if (unlearned != null) {
                unlearned.close();
            }
            lock.close();
            throw e;
        }
    }

    static QuestionSet questions(Project project, QuestionSet.Part part) throws LacunaException {
        return new ProjectFiles(project)
                .targetQuestions()
                .orElseThrow(() -> new LacunaException(
                        project.file() + " names no target questions to attack with. Add \"questions\" to it."))
                .part(part);
    }

    public Persistence quantised(Quantization quantization, Progress progress) throws LacunaException {
        return kept(attacks.quantised(quantization, progress));
    }

    public Persistence prefixed(Prefixes prefixes, Progress progress) throws LacunaException {
        return kept(attacks.prefixed(prefixes, progress));
    }

    /** On the project's target texts. */
    public Persistence relearned(RelearnConfig config, Progress progress) throws LacunaException {
        var texts = loaded.documents(loaded.project().manifest().corpora().target(), config.maxTokens());
        return kept(attacks.relearned(config, RELEARNED, texts, progress));
    }

    /** What every block says goes into {@value #LOGIT_LENS}. */
    public Attacks.Lens lens(Progress progress) throws LacunaException {
        Attacks.Lens lens = attacks.lens(progress);
        Json.write(folder.file(LOGIT_LENS), lens.check());
        kept(lens.persistence());
        return lens;
    }

    /** On the project's held-out texts, behind every block, into {@value #LINEAR_PROBE}. */
    public ProbeCheck probe(Progress progress) throws LacunaException {
        Project project = loaded.project();
        ProbeCheck check = ProbeCheck.of(
                loaded.model(),
                unlearned.variant(),
                blocks(),
                loaded.heldOut(project.targetHeldOut()),
                loaded.heldOut(project.benignHeldOut()),
                project.manifest().seed(),
                progress);
        Json.write(folder.file(LINEAR_PROBE), check);
        return check;
    }

    /** On the target questions, behind every block, into {@value #ANSWER_PROBE}. */
    public AnswerProbeCheck answerProbe(Progress progress) throws LacunaException {
        AnswerProbeCheck check = AnswerProbeCheck.of(
                loaded.model(),
                unlearned.variant(),
                blocks(),
                questions,
                new ProjectFiles(loaded.project()).questionConfig(),
                loaded.project().manifest().seed(),
                progress);
        Json.write(folder.file(ANSWER_PROBE), check);
        return check;
    }

    /** Where probes read. */
    private List<HookPoint> blocks() {
        return IntStream.range(0, loaded.model().config().layers())
                .mapToObj(HookPoint::residPost)
                .toList();
    }

    /** The checks made of a run so far; none where none was made. */
    public static List<Persistence> read(RunFolder folder) throws LacunaException {
        return folder.has(CHECKS) ? List.of(Json.read(folder.file(CHECKS), Persistence[].class)) : List.of();
    }

    private Persistence kept(Persistence check) throws LacunaException {
        List<Persistence> all = new ArrayList<>(read(folder));
        all.removeIf(check::isSameCheck);
        all.add(check);
        Json.write(folder.file(CHECKS), all);
        return check;
    }

    @Override
    public void close() {
        unlearned.close();
        lock.close();
    }
}
