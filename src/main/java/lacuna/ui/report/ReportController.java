package lacuna.ui.report;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.scene.Node;
import lacuna.report.Report;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.Documents;
import lacuna.ui.app.PortPlace;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Job;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import org.jspecify.annotations.Nullable;

/** The place Report: previews and writes reports, keeps verdicts, exports what runs made. */
public final class ReportController extends PortPlace<ReportPort> {

    /** Where other places are brought to the front. */
    public interface Ways {
        void toTrain();

        /** @param run that is to be measured or checked */
        void toEvaluate(String run);
    }

    private final ReportModel model = new ReportModel();
    private final Dialogs dialogs;
    private final Documents documents;
    private final Clock clock;
    private final Ways ways;

    public ReportController(Jobs jobs, Dialogs dialogs, Documents documents, Clock clock, Ways ways) {
        super("Report", Icon.REPORT, jobs);
        this.dialogs = dialogs;
        this.documents = documents;
        this.clock = clock;
        this.ways = ways;
        model.selectedProperty().subscribe(run -> {
            model.previewProperty().set(null);
            model.problemProperty().set("");
            model.reviewerProperty().set("");
            model.verdictProperty().set("");
            readPreview();
        });
        model.targetTextProperty().subscribe(text -> readPreview());
    }

    @Override
    protected Node build() {
        return new ReportView(model, this);
    }

    @Override
    public void shown() {
        readRuns();
        readPreview();
    }

    /** What stands in the fields is kept: they need not have lost the focus when the window closes. */
    @Override
    public void close() {
        keepReview(jobs()::submitQuietly);
    }

    public ReportModel model() {
        return model;
    }

    /** A project has been opened. */
    public void open(ReportPort project) {
        usePort(project);
        model.selectedProperty().set(null);
        model.runs().clear();
        model.madeProperty().set(List.of());
        model.unopenedProperty().set(null);
        model.openProperty().set(true);
        readRuns();
    }

    void toTrain() {
        ways.toTrain();
    }

    void toEvaluate() {
        ReportEntry run = model.selectedProperty().get();
        if (run != null) {
            ways.toEvaluate(run.run().name());
        }
    }

    private void readRuns() {
        readAside("Read the runs", ReportPort::runs, this::offer);
    }

    private void offer(List<ReportRun> found) {
        ReportEntry before = model.selectedProperty().get();
        if (!model.runs().stream().map(ReportEntry::run).toList().equals(found)) {
            model.runs().setAll(found.stream().map(this::entry).toList());
        }
        model.selectedProperty()
                .set(model.runs().stream()
                        .filter(entry -> before != null && entry.run().equals(before.run()))
                        .findFirst()
                        .orElse(model.runs().isEmpty() ? null : model.runs().get(0)));
    }

    /** The one that is listed already, so that its tick stays. */
    private ReportEntry entry(ReportRun run) {
        return model.runs().stream()
                .filter(listed -> listed.run().equals(run))
                .findFirst()
                .orElseGet(() -> new ReportEntry(run));
    }

    private void readPreview() {
        ReportEntry run = model.selectedProperty().get();
        if (run == null) {
            return;
        }
        TargetText text = model.targetTextProperty().get();
        // a run without an evaluation is no failure of the window: its sentence stands where the preview would
        readAside(
                "Preview the report",
                (project, progress) -> previewed(project, run.run().name(), text, progress),
                found -> {
                    if (run == model.selectedProperty().get()
                            && text == model.targetTextProperty().get()) {
                        show(found);
                    }
                });
    }

    /** One of the two. */
    private record Preview(@Nullable Report report, String problem) {}

    private static Preview previewed(ReportPort project, String run, TargetText text, Progress progress) {
        try {
            return new Preview(project.preview(run, text, progress), "");
        } catch (LacunaException e) {
            return new Preview(null, String.valueOf(e.getMessage()));
        }
    }

    private void show(Preview found) {
        boolean first = model.previewProperty().get() == null;
        model.problemProperty().set(found.problem());
        Report report = found.report();
        model.previewProperty().set(report);
        if (report != null && first) {
            model.reviewerProperty().set(report.review().reviewer());
            model.verdictProperty().set(report.review().verdict());
        }
    }

    /** Keeps name and verdict with the selected run, dated today, if they have changed. */
    void keepReview() {
        keepReview(jobs()::submitAside);
    }

    /** The job that keeps them; none if they have not changed. */
    private Optional<BackgroundJob<Review>> keepReview(BiFunction<String, Job<Review>, BackgroundJob<Review>> how) {
        ReportPort project = port();
        ReportEntry run = model.selectedProperty().get();
        Optional<Review> changed = changedReview();
        if (project == null || run == null || changed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(how.apply("Keep the verdict", progress -> {
                    project.keep(run.run().name(), changed.get(), progress);
                    return changed.get();
                })
                .onSuccess(kept -> readPreview()));
    }

    /** What the fields say of the selected run; empty if that is what is kept already. */
    private Optional<Review> changedReview() {
        Report shown = model.previewProperty().get();
        String reviewer = model.reviewerProperty().get().strip();
        String verdict = model.verdictProperty().get().strip();
        if (shown == null
                || reviewer.equals(shown.review().reviewer())
                        && verdict.equals(shown.review().verdict())) {
            return Optional.empty();
        }
        return Optional.of(
                reviewer.isEmpty() && verdict.isEmpty()
                        ? Review.NONE
                        : new Review(reviewer, verdict, LocalDate.now(clock).toString()));
    }

    /** Measures what the report of the selected run lacks. */
    public void measure() {
        ReportPort project = port();
        ReportEntry run = model.selectedProperty().get();
        if (project == null || run == null || model.jobProperty().get() != null) {
            return;
        }
        String name = run.run().name();
        follow(jobs().submit("Measure " + name + " for its report", progress -> {
                    project.measure(name, progress);
                    return name;
                })
                .outcome(done -> "Measured before and after"));
    }

    /** Writes a report of every ticked run, or of the selected one, once the verdict that is to be in it has been kept. */
    public void make() {
        ReportPort project = port();
        List<String> wanted =
                model.wanted().stream().map(entry -> entry.run().name()).toList();
        if (project == null || wanted.isEmpty()) {
            return;
        }
        TargetText text = model.targetTextProperty().get();
        keepReview(jobs()::submitAside)
                .ifPresentOrElse(
                        keeping -> keeping.onSuccess(kept -> make(project, wanted, text)),
                        () -> make(project, wanted, text));
    }

    private void make(ReportPort project, List<String> wanted, TargetText text) {
        if (model.jobProperty().get() != null) {
            return;
        }
        follow(jobs().submit(
                        wanted.size() == 1 ? "Report on " + wanted.get(0) : wanted.size() + " reports", progress -> {
                            List<Path> pages = new ArrayList<>();
                            for (String run : wanted) {
                                progress.check();
                                progress.report("Report on " + run, pages.size(), wanted.size());
                                pages.add(project.make(run, text, progress));
                            }
                            return List.copyOf(pages);
                        })
                .outcome(pages -> pages.size() == 1 ? "Written to " + pages.get(0) : pages.size() + " reports written")
                .onSuccess(pages -> {
                    model.unopenedProperty().set(null);
                    model.madeProperty().set(pages);
                }));
    }

    private void follow(BackgroundJob<?> job) {
        model.jobProperty().set(job);
        job.onEnd(() -> {
            model.jobProperty().set(null);
            readPreview();
        });
    }

    void cancel() {
        BackgroundJob<?> job = model.jobProperty().get();
        if (job != null) {
            job.cancel();
        }
    }

    /** In the browser. */
    void openMade() {
        open(model.madeProperty().get());
    }

    /** In the file manager. */
    void showMade() {
        open(model.madeProperty().get().stream().map(Path::getParent).distinct().toList());
    }

    private void open(List<Path> paths) {
        model.unopenedProperty().set(null);
        paths.forEach(path -> documents.open(path, why -> tellUnopened(path.toAbsolutePath(), why)));
    }

    private void tellUnopened(Path path, String why) {
        ReportModel.Unopened before = model.unopenedProperty().get();
        model.unopenedProperty().set(before == null ? new ReportModel.Unopened(List.of(path), why) : before.and(path));
    }

    /** What is taken out of a run. */
    private interface Export {
        void to(ReportPort project, String run, Path folder, Progress progress) throws LacunaException;
    }

    public void exportAdapter() {
        export("adapter", ReportPort::exportAdapter);
    }

    public void exportMerged() {
        export("merged", ReportPort::exportMerged);
    }

    /** Into a folder of its own, under one of the user's choosing: nothing that is there is touched. */
    private void export(String what, Export export) {
        ReportPort project = port();
        ReportEntry run = model.selectedProperty().get();
        if (project == null || run == null || model.jobProperty().get() != null) {
            return;
        }
        String name = run.run().name();
        Optional<Path> parent = dialogs.chooseFolder("Export into a folder", Optional.empty());
        if (parent.isPresent()) {
            Path to = parent.get().resolve(name + "-" + what);
            follow(jobs().submit("Export " + what + " of " + name, progress -> {
                        export.to(project, name, to, progress);
                        return to;
                    })
                    .outcome(folder -> "Written to " + folder)
                    .openWith(() -> open(List.of(to))));
        }
    }
}
