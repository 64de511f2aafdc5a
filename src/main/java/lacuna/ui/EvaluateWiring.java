package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.Persistence;
import lacuna.project.AskPlan;
import lacuna.project.AskStage;
import lacuna.project.Asked;
import lacuna.project.AttackPlan;
import lacuna.project.AttackStage;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.GeneralSet;
import lacuna.project.LoadedProject;
import lacuna.project.MeasureStage;
import lacuna.project.ProjectFiles;
import lacuna.project.ProjectManifest;
import lacuna.project.RunAttacks;
import lacuna.project.RunFindings;
import lacuna.project.RunFolder;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.evaluate.EvaluatePort;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.RunChoice;
import lacuna.ui.session.Session;
import lacuna.ui.train.TrainRun;
import org.jspecify.annotations.Nullable;

/** The open project as the place Evaluate asks for it. */
final class EvaluateWiring implements EvaluatePort {

    private final Session session;
    private final OpenProject project;

    EvaluateWiring(Session session, OpenProject project) {
        this.session = session;
        this.project = project;
    }

    @Override
    public List<Question> targetQuestions() {
        return project.targetQuestions();
    }

    @Override
    public List<Question> benignQuestions() {
        return project.benignQuestions();
    }

    @Override
    public List<Question> generalQuestions() {
        return project.generalQuestions();
    }

    @Override
    public List<RunChoice> runs(Progress progress) throws LacunaException {
        return RunList.choices(project.project(), progress);
    }

    @Override
    public Optional<Evaluation.Pair> stored(String run, Progress progress) throws LacunaException {
        RunFolder folder = folder(run);
        if (!folder.has(RunFolder.EVALUATION)) {
            return Optional.empty();
        }
        Evaluation.Pair pair = Json.read(folder.file(RunFolder.EVALUATION), Evaluation.Pair.class);
        ProjectFiles files = new ProjectFiles(project.project());
        Optional<QuestionSet> target = files.targetQuestions();
        Optional<QuestionSet> benign = files.benignQuestions();
        boolean sameQuestions = answers(pair.before().target(), target, targetQuestions())
                && answers(pair.after().target(), target, targetQuestions())
                && answers(pair.before().benign(), benign, benignQuestions())
                && answers(pair.after().benign(), benign, benignQuestions())
                && isStillGeneral(pair.after().general(), files.generalQuestions());
        return sameQuestions ? Optional.of(pair) : Optional.empty();
    }

    /** Whether the result is about the questions as they are in their file and in the window; they may have been edited since. */
    private static boolean answers(
            @Nullable MultipleChoiceResult result, Optional<QuestionSet> stored, List<Question> shown) {
        return result == null
                ? shown.isEmpty()
                : result.questions().size() == shown.size()
                        && stored.map(QuestionSet::sha256)
                                .filter(result.sha256()::equals)
                                .isPresent();
    }

    /** decision: general questions that the project got or gave up since make no other figure of the run worth less. */
    private boolean isStillGeneral(@Nullable MultipleChoiceResult result, Optional<QuestionSet> stored) {
        return result == null || generalQuestions().isEmpty() || answers(result, stored, generalQuestions());
    }

    @Override
    public Evaluation.Pair evaluate(String run, Progress progress) throws LacunaException {
        return session.engineRoom()
                .job(project.project(), folder(run), progress)
                .evaluate(progress);
    }

    @Override
    public RunFindings measured(String run, Progress progress) throws LacunaException {
        return RunFindings.of(folder(run));
    }

    @Override
    public RunFindings measure(String run, MeasureStage.Measure wanted, Progress progress) throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        return new MeasureStage(loaded, folder(run)).run(wanted, progress);
    }

    @Override
    public ComparableRuns compared(Progress progress) throws LacunaException {
        List<RunFolder> folders = new ArrayList<>();
        for (TrainRun run : RunList.trained(project.project(), progress)) {
            folders.add(folder(run.name()));
        }
        return ComparableRuns.of(folders);
    }

    @Override
    public List<Persistence> persistence(String run, Progress progress) throws LacunaException {
        return RunAttacks.read(folder(run));
    }

    @Override
    public List<Persistence> attack(String run, AttackPlan plan, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        return new AttackStage(loaded, folder(run)).run(plan, soFar, progress);
    }

    @Override
    public List<Path> questionFiles() {
        ProjectManifest.Questions named = project.manifest().questions();
        GeneralSet general = named == null ? null : named.general();
        return named == null
                ? List.of()
                : Stream.of(named.target(), named.benign(), general == null ? null : general.path())
                        .filter(Objects::nonNull)
                        .map(project.project()::resolve)
                        .toList();
    }

    @Override
    public List<Asked> asked(String run, Progress progress) throws LacunaException {
        return AskStage.read(folder(run));
    }

    @Override
    public List<Asked> ask(String run, AskPlan plan, Progress progress) throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        return new AskStage(loaded, folder(run)).run(plan, progress);
    }

    private RunFolder folder(String run) {
        return RunFolder.at(project.project().runs().resolve(run));
    }
}
