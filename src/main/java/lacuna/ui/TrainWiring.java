package lacuna.ui;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import lacuna.project.Marks;
import lacuna.project.ProjectManifest;
import lacuna.project.RunFolder;
import lacuna.project.RunRequest;
import lacuna.project.SelectionSettings;
import lacuna.project.SelectionSource;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.Session;
import lacuna.ui.train.MarkSummary;
import lacuna.ui.train.PreparedRun;
import lacuna.ui.train.TrainPort;
import lacuna.ui.train.TrainRun;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;

/** The open project as the place Train asks for it. */
final class TrainWiring implements TrainPort {

    private final Session session;
    private final OpenProject project;
    private final Clock clock;
    private final Set<String> names = new HashSet<>();

    TrainWiring(Session session, OpenProject project, Clock clock) {
        this.session = session;
        this.project = project;
        this.clock = clock;
    }

    @Override
    public int blocks() {
        return project.facts().model().layers();
    }

    @Override
    public int targetTexts() {
        return project.facts().corpus(CorpusRole.TARGET).documents();
    }

    @Override
    public List<UnlearnPreset> presets() {
        List<UnlearnPreset> presets = new ArrayList<>();
        ProjectManifest manifest = project.manifest();
        presets.add(new UnlearnPreset(
                "Project settings",
                "from the project file of " + manifest.name(),
                project.facts().saes().stream().map(sae -> sae.hook().layer()).toList(),
                manifest.selection().k(),
                manifest.selection().tau(),
                1,
                project.unlearning()));
        presets.addAll(UnlearnPreset.all());
        return presets;
    }

    @Override
    public ObservableValue<MarkSummary> marks() {
        return session.marksProperty().map(TrainWiring::summary);
    }

    private static MarkSummary summary(Marks marks) {
        List<Marks.Mark> suppressed = marks.suppressed();
        long layers = suppressed.stream().map(Marks.Mark::hook).distinct().count();
        return new MarkSummary(suppressed.size(), (int) layers);
    }

    @Override
    public PreparedRun prepare(UnlearnConfig config) {
        ProjectManifest manifest = project.manifest();
        SelectionSettings selection = manifest.selection()
                .withMode(config.featureMode().orElse(manifest.selection().mode()));
        session.saveMarks();
        Marks marks = session.marksProperty().get();
        RunRequest request = new RunRequest(SelectionSource.MARKS, marks, selection, config, RunSchedule.NONE);
        RunFolder folder = newFolder(config);
        return new PreparedRun(
                name(folder),
                (listener, progress) -> session.engineRoom()
                        .job(project.project(), folder, progress)
                        .train(request, listener, progress));
    }

    /** A name that is neither taken on disk nor by a run that still waits. */
    private RunFolder newFolder(UnlearnConfig config) {
        LocalDateTime now = LocalDateTime.now(clock);
        RunFolder folder = RunFolder.create(project.project(), config, now);
        while (!names.add(name(folder))) {
            now = now.plusSeconds(1);
            folder = RunFolder.create(project.project(), config, now);
        }
        return folder;
    }

    private static String name(RunFolder folder) {
        return String.valueOf(folder.folder().getFileName());
    }

    @Override
    public PreparedRun resume(String run) {
        RunFolder folder = RunFolder.at(project.project().runs().resolve(run));
        return new PreparedRun(
                run,
                (listener, progress) -> session.engineRoom()
                        .job(project.project(), folder, progress)
                        .resume(listener, progress));
    }

    @Override
    public List<TrainRun> runs(Progress progress) throws LacunaException {
        return RunList.read(project.project(), progress);
    }
}
