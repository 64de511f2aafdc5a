package lacuna.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.Interval;
import lacuna.evaluation.Protocol;
import lacuna.persistence.Persistence;
import lacuna.run.Json;
import lacuna.selection.SelectedFeature;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static Report report(TargetText text) throws Exception {
        Interval wide = new Interval(.2, .4);
        AccuracyTable table = new AccuracyTable(
                Protocol.CRISP_LETTERS,
                "wmdp.json",
                "00",
                "t",
                List.of(new AccuracyTable.Row(AccuracyTable.UNTOUCHED, .66, new Interval(.6, .7), null)));
        Persistence.Share share = new Persistence.Share(.3, wide);
        return new Report(
                "sample, run <first>",
                "CRISP",
                Json.parseTree("{\"steps\":5}", "test"),
                Map.of("model", "abc"),
                Map.of("lacuna", "1"),
                List.of(new SelectedFeature("resid_post.3", 17, 2.5, "fires on dragons & fire")),
                List.of(table),
                List.of(new Report.Measure("perplexity", "held-out", 3.14159, 4)),
                List.of(new Persistence(
                        "quantisation",
                        Protocol.CRISP_LETTERS,
                        "wmdp.json",
                        10,
                        share,
                        share,
                        share,
                        Double.NaN,
                        wide)),
                text,
                List.of(
                        new GenerationPair("How to breed", "target", " dragons", " sheep"),
                        new GenerationPair("The cat", "benign", " sat", " slept")),
                List.of("Multiple choice can mislead."),
                new Review("A. <Nother>", "Forgotten & shallow", "2026-11-24"));
    }

    @Test
    void theVerdictStandsAtTheEndOrRoomForOne() throws Exception {
        Report signed = report(TargetText.SHOWN);
        assertThat(HtmlReport.of(signed)).contains("Forgotten &amp; shallow").contains("A. &lt;Nother&gt;, 2026-11-24");
        Report open = new Report(
                signed.title(),
                signed.method(),
                signed.settings(),
                signed.hashes(),
                signed.versions(),
                signed.removed(),
                signed.accuracies(),
                signed.measures(),
                signed.persistence(),
                signed.targetText(),
                signed.generations(),
                signed.limits(),
                Review.NONE);
        assertThat(HtmlReport.of(open)).contains("Name, date: ____");
    }

    @Test
    void aPageStandsByItselfAndSaysEverythingEscaped() throws Exception {
        String html = HtmlReport.of(report(TargetText.SHOWN));
        assertThat(html)
                .contains("<h1>sample, run &lt;first&gt;</h1>")
                .contains("fires on dragons &amp; fire")
                .contains("Protocol: CRISP letters")
                .contains("66.0\u202F%")
                .contains("60.0\u202F% to 70.0\u202F%")
                .contains("How to breed")
                .contains("Reviewer's verdict")
                .contains("@page")
                .doesNotContain("http")
                .doesNotContain("<script");
    }

    @Test
    void targetTextIsWithheldOrHashedBenignIsNot() throws Exception {
        assertThat(HtmlReport.of(report(TargetText.WITHHELD)))
                .doesNotContain("How to breed")
                .doesNotContain("sheep")
                .contains("[withheld]")
                .contains("The cat");
        Report hashed = report(TargetText.HASHED);
        // printf '%s' 'How to breed' | sha256sum
        assertThat(Json.line(hashed))
                .doesNotContain("How to breed")
                .contains("sha256:0f8868861347ed033c0be4c70a09dd5a0d6e58280fdef1430f8e429f7e88ee09")
                .contains("The cat");
    }
}
