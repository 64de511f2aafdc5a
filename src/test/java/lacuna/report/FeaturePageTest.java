package lacuna.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.features.FeatureLabel;
import lacuna.report.FeatureCard.Example;
import lacuna.report.FeatureCard.Examples;
import lacuna.report.FeatureCard.Logit;
import lacuna.run.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturePageTest {

    private static final String HOSTILE = "<script>alert('x')</script> & \"q\" 100 %s";

    @TempDir
    Path folder;

    private static FeatureCard card() {
        FeatureSource source = new FeatureSource(
                HOSTILE,
                "model",
                java.util.Map.of("resid_post.4", new FeatureSource.Sae("sae-4", "0123456789abcdef")),
                "raw",
                new FeatureSource.Corpus("target.jsonl", List.of("aa")),
                new FeatureSource.Corpus("benign.jsonl", List.of("bb")),
                1000,
                2000,
                "all");
        FeatureOpinion said = new FeatureOpinion(
                "suppress",
                HOSTILE,
                "a note",
                List.of("fire"),
                List.of(new FeatureLabel(317, "1", HOSTILE, "np_max-act", "gpt", null, "set")));
        FeatureLine line = new FeatureLine(
                "resid_post.4/317@0123456789ab",
                "resid_post.4",
                317,
                "suppress",
                HOSTILE,
                List.of("fire"),
                10,
                2,
                0.01,
                0.005,
                0.02,
                0.001,
                0.0005,
                0.002,
                0.009,
                5,
                0.1,
                0.01,
                9,
                1,
                0.2,
                0.1,
                0.008,
                0.25);
        return new FeatureCard(
                317,
                List.of(new Examples(
                        "target top",
                        List.of(new Example(List.of("a", HOSTILE, "\u706b"), List.of(0f, 9f, 1f), 1, false, 3)))),
                List.of(" fire"),
                List.of("\n"),
                0,
                9,
                List.of(1.0, 2.0, 3.0, 4.0),
                List.of(3L, 9L),
                0.004,
                new FeatureCard.Ours(
                        line,
                        said,
                        source,
                        List.of(0.5, 1.0, 2.0),
                        List.of(2L, 8L),
                        List.of(1L, 1L),
                        List.of(new Logit(" fire", 2.5)),
                        List.of(new Logit("\n", -1.5))));
    }

    @Test
    void nothingFromOutsideIsTakenForHtmlAndNothingIsFetched() {
        String page = FeaturePage.of(card()).text();

        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;").contains("\u706b");
        assertThat(page)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("url(")
                .doesNotContain("@import");
        assertThat(page)
                .contains("@media print")
                .contains("resid_post.4/317@0123456789ab")
                .contains("25 % of the");
        assertThat(page).doesNotContain("\"q\" 100");
    }

    @Test
    void jsonHasTheNamesThatOtherReadersKnow() throws Exception {
        Path file = folder.resolve("feature.json");

        card().writeJson(file);

        var json = Json.readTree(file);
        assertThat(json.get("index").asInt()).isEqualTo(317);
        assertThat(json.get("top_logits").get(0).asText()).isEqualTo(" fire");
        assertThat(json.get("act_max").asDouble()).isEqualTo(9);
        var example = json.get("examples_quantiles").get(0).get("examples").get(0);
        assertThat(example.get("tokens_acts_list").get(1).asDouble()).isEqualTo(9);
        assertThat(example.get("train_token_ind").asInt()).isEqualTo(1);
        assertThat(json.get("lacuna").get("line").get("id").asText()).startsWith("resid_post.4/317@");
    }

    @Test
    void csvIsQuotedAndRunsNoFormula() throws Exception {
        FeatureCard card = card();
        FeatureLine line = card.ours().line();
        FeatureLine formula = new FeatureLine(
                line.id(),
                line.hook(),
                1,
                "keep",
                "=1+2",
                List.of(),
                1,
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);

        new FeatureList(card.ours().source(), List.of(line, formula)).writeCsv(folder.resolve("f.csv"));

        List<String> lines = Files.readAllLines(folder.resolve("f.csv"));
        assertThat(lines.get(0)).startsWith("id,hook,feature,mark,label,tags,target_count");
        assertThat(lines.get(1))
                .contains("\"<script>alert('x')</script> & \"\"q\"\" 100 %s\"")
                .contains(",0.01,");
        assertThat(lines.get(2)).contains(",'=1+2,");
        assertThat(lines.get(0).split(",")).hasSize(24);
    }
}
