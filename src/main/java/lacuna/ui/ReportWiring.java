package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.project.MeasureStage;
import lacuna.project.RunExport;
import lacuna.project.RunFolder;
import lacuna.project.RunReport;
import lacuna.report.Report;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.report.ReportPort;
import lacuna.ui.report.ReportRun;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.Session;
import lacuna.ui.train.TrainRun;

/** The open project as the place Report asks for it. */
final class ReportWiring implements ReportPort {

    private final Session session;
    private final OpenProject project;

    ReportWiring(Session session, OpenProject project) {
        this.session = session;
        this.project = project;
    }

    @Override
    public List<ReportRun> runs(Progress progress) throws LacunaException {
        List<ReportRun> runs = new ArrayList<>();
        for (TrainRun run : RunList.trained(project.project(), progress)) {
            String obstacle = new RunExport(folder(run.name())).obstacle().orElse("");
            runs.add(new ReportRun(run.name(), RunList.detail(run), obstacle));
        }
        return runs;
    }

    @Override
    public Report preview(String run, TargetText text, Progress progress) throws LacunaException {
        return RunReport.of(folder(run), text);
    }

    @Override
    public void measure(String run, Progress progress) throws LacunaException {
        new MeasureStage(session.engineRoom().loaded(project.project(), progress), folder(run)).complete(progress);
    }

    @Override
    public void keep(String run, Review review, Progress progress) throws LacunaException {
        RunReport.keep(folder(run), review);
    }

    @Override
    public Path make(String run, TargetText text, Progress progress) throws LacunaException {
        Path page = folder(run).file(RunReport.PAGE);
        RunReport.write(RunReport.of(folder(run), text), page);
        return page;
    }

    @Override
    public void exportAdapter(String run, Path to, Progress progress) throws LacunaException {
        new RunExport(folder(run))
                .adapter(
                        session.engineRoom().loaded(project.project(), progress).model(), to, progress);
    }

    @Override
    public void exportMerged(String run, Path to, Progress progress) throws LacunaException {
        new RunExport(folder(run))
                .merged(session.engineRoom().loaded(project.project(), progress).model(), to, progress);
    }

    private RunFolder folder(String run) {
        return RunFolder.at(project.project().runs().resolve(run));
    }
}
