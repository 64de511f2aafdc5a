package lacuna.ui;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import lacuna.project.AfterTraining;
import lacuna.project.Marks;
import lacuna.project.ProjectManifest;
import lacuna.project.RunFolder;
import lacuna.project.RunQueue;
import lacuna.project.RunRequest;
import lacuna.project.SelectionSettings;
import lacuna.project.SelectionSource;
import lacuna.project.Sweep;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.Session;
import lacuna.ui.train.MarkSummary;
import lacuna.ui.train.PreparedRun;
import lacuna.ui.train.RunOrder;
import lacuna.ui.train.TrainPort;
import lacuna.ui.train.TrainRun;
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
    public RunQueue queue() throws LacunaException {
        return RunQueue.open(project.project().runs());
    }

    @Override
    public List<RunQueue.Entry> lineUp(RunOrder order) throws LacunaException {
        ProjectManifest manifest = project.manifest();
        UnlearnConfig config = order.config();
        SelectionSettings selection = manifest.selection()
                .withMode(config.featureMode().orElse(manifest.selection().mode()));
        session.saveMarks();
        Marks marks = session.marksProperty().get();
        RunRequest request = new RunRequest(SelectionSource.MARKS, marks, selection, config, order.schedule());
        String name = newName(config);
        if (order.vary().isEmpty()) {
            return List.of(new RunQueue.Entry(name, request, order.after()));
        }
        boolean evaluate = order.after() == AfterTraining.EVALUATE;
        return new Sweep(name, null, order.vary(), evaluate, 0, null).expand(request);
    }

    /** A name that is neither taken on disk nor by a run that still waits. */
    private String newName(UnlearnConfig config) {
        LocalDateTime now = LocalDateTime.now(clock);
        String name = nameAt(config, now);
        while (!names.add(name)) {
            now = now.plusSeconds(1);
            name = nameAt(config, now);
        }
        return name;
    }

    private String nameAt(UnlearnConfig config, LocalDateTime now) {
        return String.valueOf(
                RunFolder.create(project.project(), config, now).folder().getFileName());
    }

    @Override
    public RunQueue.Entry again(String run) throws LacunaException {
        return folder(run).requestAgain(run);
    }

    @Override
    public PreparedRun prepared(RunQueue.Entry entry) {
        return new PreparedRun(
                entry.name(),
                (listener, progress) -> session.engineRoom()
                        .job(project.project(), folder(entry.name()), progress)
                        .carryOut(entry, listener, progress));
    }

    private RunFolder folder(String run) {
        return RunFolder.at(project.project().runs().resolve(run));
    }

    @Override
    public List<TrainRun> runs(Progress progress) throws LacunaException {
        return RunList.read(project.project(), progress);
    }
}
