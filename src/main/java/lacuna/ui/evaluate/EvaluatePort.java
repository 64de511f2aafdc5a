package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lacuna.evaluation.Question;
import lacuna.persistence.Persistence;
import lacuna.project.AskPlan;
import lacuna.project.Asked;
import lacuna.project.AttackPlan;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.MeasureStage;
import lacuna.project.RunFindings;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.RunChoice;

/** What the place Evaluate needs of the open project. */
public interface EvaluatePort {

    /** Questions about what is to be forgotten, in the order of the results; empty if there are none. On the JavaFX thread. */
    List<Question> targetQuestions();

    /** Questions about what is to stay, in the order of the results; empty if there are none. On the JavaFX thread. */
    List<Question> benignQuestions();

    /** Questions about everything else, in the order of the results; empty if there are none. On the JavaFX thread. */
    List<Question> generalQuestions();

    /** Runs with an adapter, newest first. Reads files only, beside the compute thread. */
    List<RunChoice> runs(Progress progress) throws LacunaException;

    /** What was measured of a run earlier, if it was. Reads files only, beside the compute thread. */
    Optional<Evaluation.Pair> stored(String run, Progress progress) throws LacunaException;

    /** Measures the model as it was and as the run left it, and keeps the result with the run. On the compute thread. */
    Evaluation.Pair evaluate(String run, Progress progress) throws LacunaException;

    /** Features, texts and inside of a run, as far as they were measured. Reads files only, beside the compute thread. */
    RunFindings measured(String run, Progress progress) throws LacunaException;

    /** Measures them, keeps the result with the run, and tells all that is known of it. On the compute thread. */
    RunFindings measure(String run, MeasureStage.Measure wanted, Progress progress) throws LacunaException;

    /** All runs whose figures may stand beside each other. Reads files only, beside the compute thread. */
    ComparableRuns compared(Progress progress) throws LacunaException;

    /** The checks of persistence made of a run so far. Reads files only, beside the compute thread. */
    List<Persistence> persistence(String run, Progress progress) throws LacunaException;

    /**
     * Makes checks of persistence and keeps each with the run. On the compute thread.
     *
     * @param soFar hears all checks of the run after each new one
     */
    List<Persistence> attack(String run, AttackPlan plan, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException;

    /** The project's own question files, target first; empty if it names none. On the JavaFX thread. */
    List<Path> questionFiles();

    /** What was asked of a run so far, the last first. Reads files only, beside the compute thread. */
    List<Asked> asked(String run, Progress progress) throws LacunaException;

    /** Asks both models, keeps the answers with the run, and tells everything asked so far. On the compute thread. */
    List<Asked> ask(String run, AskPlan plan, Progress progress) throws LacunaException;
}
