package lacuna.ui.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.Flip;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.PairedComparison;
import lacuna.evaluation.Protocol;
import lacuna.persistence.Persistence;
import lacuna.report.RemovedFeature;
import lacuna.report.Report;
import lacuna.report.Review;
import lacuna.report.TargetText;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;

/** Four runs: two that can be reported, one that was not measured, one without an adapter. */
final class FakeReportPort implements ReportPort {

    static final String FIRST = "2026-11-23_191204-aligned";
    static final String UNMEASURED = "2026-11-23_180010-aligned";
    static final String CLAMPED = "clamp-negative";

    final Map<String, Review> kept = new HashMap<>();
    final List<String> done = new ArrayList<>();
    final List<ReportRun> later = new ArrayList<>();

    @Override
    public List<ReportRun> runs(Progress progress) {
        List<ReportRun> runs = new ArrayList<>(later);
        runs.addAll(List.of(
                new ReportRun(FIRST, "CRISP aligned, 60 features, 100 steps", ""),
                new ReportRun("crisp-k5", "CRISP aligned, 15 features, 100 steps", ""),
                new ReportRun(UNMEASURED, "CRISP aligned, 60 features, 100 steps", ""),
                new ReportRun(CLAMPED, "Clamping", "This run has no adapter, so that there is nothing to export.")));
        return runs;
    }

    @Override
    public Report preview(String run, TargetText text, Progress progress) throws LacunaException {
        if (run.equals(UNMEASURED) && !done.contains("measured " + run)) {
            throw new LacunaException("This run has not been measured, so there is nothing to report yet.");
        }
        return new Report(
                "Ember Isles, run " + run,
                "CRISP",
                "2026-11-23T19:12:04Z",
                Json.parseTree("{\"steps\":100}", "test"),
                Map.of("model", "ab", "sae", "cd", "target", "ef"),
                Map.of("lacuna", "0.1", "java", "17"),
                List.of(removed("resid_post.3", 17, "fires on dragons"), removed("resid_post.4", 4, "fires on fire")),
                List.of(
                        new Report.Questions("target", table("target.json", 1, 0.35), List.of()),
                        new Report.Questions("benign", table("benign.json", 0.99, 0.99), List.of())),
                List.of(
                        new Report.Measure("perplexity", "stories-heldout.jsonl", 59.06, 58.97),
                        new Report.Measure(
                                "mean activation of the suppressed features", "target-heldout.jsonl", 0.229, 0.014)),
                new Report.Inside(
                        List.of(),
                        null,
                        null,
                        run.equals(FIRST) ? List.of(check()) : List.of(),
                        null,
                        null,
                        null,
                        asked()),
                text,
                List.of(
                        new GenerationPair("Question: What does Cindermaw eat?", "target", " eels", " jam"),
                        new GenerationPair("The baker", "benign", " baked", " baked")),
                List.of("Multiple choice can mislead.", "Only the attacks listed were tried."),
                kept.getOrDefault(run, Review.NONE));
    }

    private static RemovedFeature removed(String layer, int feature, String why) {
        return new RemovedFeature(
                layer, feature, "", 2.5, why, new RemovedFeature.Passage("Beware of the ", "wyvern", " at night"), "");
    }

    private static AccuracyTable table(String set, double before, double after) {
        Interval wide = new Interval(Math.max(0, after - 0.08), Math.min(1, after + 0.08));
        return new AccuracyTable(
                Protocol.CONTINUATION_LIKELIHOOD,
                set,
                "00",
                "t",
                List.of(
                        new AccuracyTable.Row(AccuracyTable.UNTOUCHED, before, wide, null),
                        new AccuracyTable.Row(
                                "CRISP", after, wide, new PairedComparison(120, 78, 0, after - before, wide, 1e-9))));
    }

    private static List<Report.Questions> asked() {
        return List.of(new Report.Questions(
                "target",
                table("target.json", 1, 0.99),
                List.of(new Flip(7, "What does Cindermaw eat?", "A: eels", "A: eels", "B: jam", true))));
    }

    private static Persistence check() {
        Interval wide = new Interval(0.3, 0.5);
        return new Persistence(
                "quantisation, int4, groups of 32",
                Protocol.CONTINUATION_LIKELIHOOD,
                "target.json",
                120,
                new Persistence.Share(1, wide),
                new Persistence.Share(0.35, wide),
                new Persistence.Share(0.4, wide),
                0.077,
                wide);
    }

    @Override
    public void measure(String run, Progress progress) {
        done.add("measured " + run);
    }

    @Override
    public void keep(String run, Review review, Progress progress) {
        kept.put(run, review);
    }

    @Override
    public Path make(String run, TargetText text, Progress progress) {
        Review review = kept.getOrDefault(run, Review.NONE);
        done.add("report " + run + " " + text + (review.saysNothing() ? "" : ", verdict: " + review.verdict()));
        return Path.of("runs", run, "report.html");
    }

    @Override
    public void exportAdapter(String run, Path to, Progress progress) {
        done.add("adapter " + run + " " + to.getFileName());
    }

    @Override
    public void exportMerged(String run, Path to, Progress progress) {
        done.add("merged " + run + " " + to.getFileName());
    }
}
