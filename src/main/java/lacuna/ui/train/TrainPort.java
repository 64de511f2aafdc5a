package lacuna.ui.train;

import java.util.List;
import javafx.beans.value.ObservableValue;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.UnlearnConfig;
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

    /** Names a new run and captures the marks as they are now. */
    PreparedRun prepare(UnlearnConfig config);

    /** Goes on from the checkpoint of a run, with the settings and features it was started with. */
    PreparedRun resume(String run);
}
