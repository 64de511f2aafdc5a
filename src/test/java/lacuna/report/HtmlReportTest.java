package lacuna.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureTable;
import lacuna.evaluation.Flip;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.Protocol;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.run.Json;
import lacuna.selection.SelectedFeature;
import lacuna.stats.Interval;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final Flip FLIP = new Flip(3, "Where do beasts nest?", "B: caves", "B: caves", "A: trees", true);

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
                "2026-01-02T03:04:05Z",
                Json.parseTree("{\"steps\":5}", "test"),
                Map.of("model", "abc"),
                Map.of("lacuna", "1"),
                List.of(new RemovedFeature(
                        "resid_post.3",
                        17,
                        "scaly beasts",
                        2.5,
                        "fires on dragons & fire",
                        new RemovedFeature.Passage("Beware of the ", "wyvern", " at night"),
                        "")),
                List.of(new Report.Questions("target", table, List.of(FLIP)), asked("general")),
                List.of(new Report.Measure("perplexity", "held-out", 3.14159, 4)),
                inside(share, wide),
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
        assertThat(HtmlReport.of(signed))
                .contains("Forgotten &amp; shallow")
                .contains("<span>A. &lt;Nother&gt;</span><span>2026-11-24</span>");
        Report open = new Report(
                signed.title(),
                signed.method(),
                signed.started(),
                signed.settings(),
                signed.hashes(),
                signed.versions(),
                signed.removed(),
                signed.questions(),
                signed.measures(),
                signed.inside(),
                signed.targetText(),
                signed.generations(),
                signed.limits(),
                Review.NONE);
        assertThat(HtmlReport.of(open)).contains("<span>Name</span>").contains("Hidden: it comes back");
    }

    private static Report.Inside inside(Persistence.Share share, Interval wide) {
        FeatureTable.Texts corpus = new FeatureTable.Texts("held-out.jsonl", "00", 64, 500);
        FeatureTable.Fit fit = new FeatureTable.Fit(.81, 20);
        FeatureEffects.FeatureEffect effect = new FeatureEffects.FeatureEffect(
                "resid_post.3",
                17,
                new FeatureEffects.Change(.3, .01, 1, .1),
                new FeatureEffects.Change(.02, 0, .1, .1));
        FeatureEffects.FitChange change = new FeatureEffects.FitChange(fit, fit);
        FeatureEffects effects = new FeatureEffects(
                corpus,
                corpus,
                List.of(new FeatureEffects.LayerEffect("resid_post.3", 64, 1, change, change, .01, .001)),
                List.of(effect),
                List.of(effect),
                List.of());
        LensCheck.State state = new LensCheck.State(share, 12, .125);
        return new Report.Inside(
                List.of(new Report.Overall(
                        AccuracyTable.UNTOUCHED, OverallScore.of(68.29, 76.81).prediction(61.15, 100))),
                null,
                effects,
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
                new LensCheck(
                        Protocol.CRISP_LETTERS,
                        "wmdp.json",
                        10,
                        List.of(new LensCheck.Layer("resid_post.0", state, state))),
                new ProbeCheck(
                        "target.jsonl",
                        "benign.jsonl",
                        20,
                        20,
                        List.of(new ProbeCheck.Layer("resid_post.0", share, share, share, share, Double.NaN, wide))),
                new AnswerProbeCheck(
                        Protocol.CRISP_LETTERS,
                        "wmdp.json",
                        10,
                        5,
                        List.of(new ProbeCheck.Layer("resid_post.0", share, share, share, share, Double.NaN, wide))),
                List.of(asked("target"), asked("benign")));
    }

    private static Report.Questions asked(String kind) {
        AccuracyTable table = new AccuracyTable(
                Protocol.HARNESS_LETTERS,
                kind + ".csv",
                "00",
                "t",
                List.of(new AccuracyTable.Row(AccuracyTable.UNTOUCHED, .66, new Interval(.6, .7), null)));
        return new Report.Questions(
                kind,
                table,
                List.of(
                        new Flip(7, "What do " + kind + " beasts eat?", "A: eels", "A: eels", "B: jam", true),
                        new Flip(9, "", "C", "D", "C", false)));
    }

    @Test
    void ownQuestionsThatFlippedAreListedAndOnlyTheTargetsHidden() throws Exception {
        assertThat(HtmlReport.of(report(TargetText.SHOWN)))
                .contains("target questions: wmdp.json", "general questions: general.csv")
                .contains("<td>3</td><td>Where do beasts nest?</td><td>B: caves</td><td>B: caves</td><td>A: trees</td>")
                .contains("What do general beasts eat?");
        assertThat(HtmlReport.of(report(TargetText.WITHHELD)))
                .doesNotContain("Where do beasts nest?")
                .contains("<td>3</td><td>[withheld]</td><td>B</td><td>B</td><td>A</td>")
                .contains("What do general beasts eat?");
    }

    @Test
    void questionsThatFlippedAreListedAndThoseOfTheTargetHidden() throws Exception {
        assertThat(HtmlReport.of(report(TargetText.SHOWN)))
                .contains("asked besides: target.csv")
                .contains("Questions lost: 1, won: 1.")
                .contains(
                        "<td>7</td><td>What do target beasts eat?</td><td>A: eels</td><td>A: eels</td><td>B: jam</td>")
                .contains("<td>9</td><td></td><td>C</td><td>D</td><td>C</td>");
        assertThat(HtmlReport.of(report(TargetText.WITHHELD)))
                .doesNotContain("What do target beasts eat?")
                .contains("<td>7</td><td>[withheld]</td><td>A</td><td>A</td><td>B</td>")
                .contains("What do benign beasts eat?");
        // printf '%s' 'What do target beasts eat?' | sha256sum
        assertThat(Json.line(report(TargetText.HASHED)))
                .contains("sha256:2d59ec95943098440dbd956b4a6e3e491bdc26b84e3eddfaebf26fab37a3ae7d")
                .doesNotContain("What do target beasts eat?");
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
                .contains("<mark>wyvern</mark>")
                .contains("30.0\u202F% \u2192 1.0\u202F%")
                .contains("resid_post.3, feature 17, after</title>")
                .contains("Logit lens")
                .contains("CRISP's harmonic mean, of 100 \u2212 U, R, P. U: target accuracy")
                .contains("<td class=\"n\">49.25</td><td class=\"n\">\u2013</td>")
                .contains("fitted on 20, tested on 20 others")
                .contains(
                        "at the end of the prompt: each question told by a probe fitted on those of the other of 5 folds")
                .contains("were not measured; 'lacuna evaluate PROJECT --run RUN' measures them")
                .contains("Reviewer's verdict")
                .contains("nothing had been lost that an attack could bring back")
                .doesNotContain("no attack has been tried")
                .contains("@page")
                .doesNotContain("http")
                .doesNotContain("<script");
    }

    @Test
    void targetTextIsWithheldOrHashedBenignIsNot() throws Exception {
        assertThat(HtmlReport.of(report(TargetText.WITHHELD)))
                .doesNotContain("How to breed")
                .doesNotContain("sheep")
                .doesNotContain("wyvern")
                .doesNotContain("scaly")
                .contains("[withheld]")
                .contains("The cat");
        Report hashed = report(TargetText.HASHED);
        // printf '%s' 'How to breed' | sha256sum
        assertThat(Json.line(hashed))
                .doesNotContain("How to breed")
                .contains("sha256:0f8868861347ed033c0be4c70a09dd5a0d6e58280fdef1430f8e429f7e88ee09")
                .contains("The cat");
    }

    /** A person's name for a feature is part of the reason, too. */
    @Test
    void namesAndUnknownGroupsAreTargetText() {
        RemovedFeature marked = new RemovedFeature(
                "resid_post.3", 17, "nerve agents", 1, SelectedFeature.MARKED + ": nerve agents", null, "no passage");
        assertThat(TargetText.WITHHELD.of(marked))
                .isEqualTo(new RemovedFeature(
                        "resid_post.3", 17, "[withheld]", 1, SelectedFeature.MARKED, null, "no passage"));
        assertThat(TargetText.SHOWN.of(marked)).isEqualTo(marked);
        assertThat(TargetText.WITHHELD.of(new GenerationPair("How to", "hazard", "a", "b")))
                .isEqualTo(new GenerationPair("[withheld]", "hazard", "[withheld]", "[withheld]"));
        GenerationPair general = new GenerationPair("Once", "general", "a", "b");
        assertThat(TargetText.WITHHELD.of(general)).isEqualTo(general);
    }
}
