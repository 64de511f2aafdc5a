package lacuna.ui.report;

import java.nio.file.Path;
import java.util.List;
import lacuna.report.Report;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** What the place Report needs of the open project. On the compute thread, unless said otherwise. */
public interface ReportPort {

    /** Finished runs, newest first. Reads files only, beside the compute thread. */
    List<ReportRun> runs(Progress progress) throws LacunaException;

    /** What a report of the run would say. Reads files only, beside the compute thread. */
    Report preview(String run, TargetText text, Progress progress) throws LacunaException;

    /** Measures what the report of a run lacks: evaluation, features, texts; each kept with the run as it is made. */
    void measure(String run, Progress progress) throws LacunaException;

    /** Keeps what a reviewer says with the run. A small file, written from either thread. */
    void keep(String run, Review review, Progress progress) throws LacunaException;

    /** Writes the report into the run's folder; the page. */
    Path make(String run, TargetText text, Progress progress) throws LacunaException;

    /** @param to a new or an empty folder */
    void exportAdapter(String run, Path to, Progress progress) throws LacunaException;

    /** @param to a new or an empty folder */
    void exportMerged(String run, Path to, Progress progress) throws LacunaException;
}
