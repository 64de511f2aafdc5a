package lacuna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.RunJob;
import lacuna.project.RunRequest;
import lacuna.project.SelectionSource;
import lacuna.project.ToyProject;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.ui.train.RunState;
import lacuna.ui.train.TrainRun;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that trained nothing is listed where the others are. */
class ClampRunListTest {

    @TempDir
    Path folder;

    @Test
    void isAFinishedRunAmongTheOthers() throws Exception {
        Project project = Project.open(ToyProject.write(folder));
        RunRequest request = new RunRequest(
                SelectionSource.AUTOMATIC,
                null,
                project.manifest().selection(),
                UnlearnPreset.named("zero-clamp").config(),
                RunSchedule.NONE);
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                LoadedProject loaded = LoadedProject.load(project, torch, Progress.NONE)) {
            RunFolder run = RunFolder.at(project.runs().resolve("clamped"));
            new RunJob(loaded, run).train(request, TrainingListener.NONE, Progress.NONE);
        }
        List<TrainRun> runs = RunList.trained(project, Progress.NONE);
        assertThat(runs).extracting(TrainRun::name).containsExactly("clamped");
        assertThat(runs.get(0).state()).isEqualTo(RunState.FINISHED);
        assertThat(RunList.detail(runs.get(0))).isEqualTo("Zero clamp, 6 features, nothing trained");
    }
}
