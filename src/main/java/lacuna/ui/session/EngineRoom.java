package lacuna.ui.session;

import java.util.function.Supplier;
import lacuna.project.LoadedProject;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.project.RunFolder;
import lacuna.project.RunJob;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.tensor.Torch.DeviceChoice;
import org.jspecify.annotations.Nullable;

/**
 * The engine and the model in memory. Lives on the compute thread: every method is called from within a job, closing included, for
 * closing memory that is in use ends the process.
 */
public final class EngineRoom {

    private final Supplier<DeviceChoice> device;
    private @Nullable Torch torch;
    private @Nullable LoadedProject loaded;

    /** @param device asked each time the engine starts */
    public EngineRoom(Supplier<DeviceChoice> device) {
        this.device = device;
    }

    /** Starts the engine unless it runs. */
    public Torch torch() throws LacunaException {
        Torch running = torch;
        if (running == null) {
            running = Torch.start(device.get());
            torch = running;
        }
        return running;
    }

    /** The project with its model in memory; one that was loaded before makes room. */
    public LoadedProject loaded(Project project, Progress progress) throws LacunaException {
        LoadedProject present = loaded;
        if (present != null && present.project() == project) {
            return present;
        }
        release();
        LoadedProject fresh = LoadedProject.load(project, torch(), progress);
        loaded = fresh;
        return fresh;
    }

    /** The stages under other settings of this session. */
    public Pipeline pipeline(Project project, ProjectManifest settings, Progress progress) throws LacunaException {
        return new Pipeline(loaded(project, progress).with(settings));
    }

    /** A run of the project in its folder. */
    public RunJob job(Project project, RunFolder folder, Progress progress) throws LacunaException {
        return new RunJob(loaded(project, progress), folder);
    }

    /** Whether the project's weights are in memory. */
    public boolean holds(Project project) {
        LoadedProject present = loaded;
        return present != null && present.project() == project;
    }

    /** Gives the model's memory back. */
    public void release() {
        LoadedProject present = loaded;
        loaded = null;
        if (present != null) {
            present.close();
        }
    }

    /** Gives everything back; the engine starts again when it is next needed. */
    public void close() {
        release();
        Torch running = torch;
        torch = null;
        if (running != null) {
            running.close();
        }
    }
}
