package lacuna.ui.train;

import java.util.List;
import javafx.beans.value.ObservableValue;
import lacuna.project.RunQueue;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.UnlearnPreset;

/** What the place Train needs of the open project. On the JavaFX thread, unless said otherwise. */
public interface TrainPort {

    /** Transformer blocks of the model. */
    int blocks();

    /** Texts in the target corpus. */
    int targetTexts();

    /** At least one; the first is the project's own. */
    List<UnlearnPreset> presets();

    /** What is marked for suppression; changes as the user marks. */
    ObservableValue<MarkSummary> marks();

    /** All runs of the project with their curves. On the compute thread. */
    List<TrainRun> runs(Progress progress) throws LacunaException;

    /** The runs that wait, kept with the project. */
    RunQueue queue() throws LacunaException;

    /** Names new runs and captures the marks as they are now; nothing is written yet. */
    List<RunQueue.Entry> lineUp(RunOrder order) throws LacunaException;

    /** A stopped run, to go on with from its checkpoint, with the settings and features it was started with. */
    RunQueue.Entry again(String run) throws LacunaException;

    /** What the compute thread does for a run of the queue. */
    PreparedRun prepared(RunQueue.Entry entry);
}
