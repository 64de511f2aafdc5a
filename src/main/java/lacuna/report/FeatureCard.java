package lacuna.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * All there is to say about one feature. As JSON the fields follow those that circuit-tracer's frontend reads (index,
 * examples_quantiles, top_logits, act_min and so on), so that a reader of those finds its way; what is ours stands under
 * {@code lacuna}.
 *
 * @param index number of the feature
 * @param examples passages by where they come from
 * @param topLogits tokens it speaks for, strongest first
 * @param actMax largest activation in both corpora
 * @param quantileValues of activations above zero in both corpora at 0.25, 0.5, 0.75, 0.95 (from the histogram, so to a bin)
 * @param histogram activations of both corpora that fell into each bin
 * @param frequency share of the tokens of both corpora at which it is on
 * @param ours the rest
 */
public record FeatureCard(
        int index,
        @JsonProperty("examples_quantiles") List<Examples> examples,
        @JsonProperty("top_logits") List<String> topLogits,
        @JsonProperty("bottom_logits") List<String> bottomLogits,
        @JsonProperty("act_min") double actMin,
        @JsonProperty("act_max") double actMax,
        @JsonProperty("quantile_values") List<Double> quantileValues,
        List<Long> histogram,
        @JsonProperty("activation_frequency") double frequency,
        @JsonProperty("lacuna") Ours ours) {

    /** @param name target top, target sample ... */
    public record Examples(@JsonProperty("quantile_name") String name, List<Example> examples) {}

    /**
     * A passage.
     *
     * @param tokens their texts
     * @param activations at each token
     * @param peak index of the token of interest
     * @param repeated always false: a document gives at most one passage to a list
     * @param document place in its corpus, from 0
     */
    public record Example(
            List<String> tokens,
            @JsonProperty("tokens_acts_list") List<Float> activations,
            @JsonProperty("train_token_ind") int peak,
            @JsonProperty("is_repeated_datapoint") boolean repeated,
            int document) {}

    /** @param logit in units of the decoder direction's length */
    public record Logit(String token, double logit) {}

    /**
     * @param edges of the histogram's bins, one more than there are bins
     * @param topLogits with their values
     */
    public record Ours(
            FeatureLine line,
            FeatureOpinion opinion,
            FeatureSource source,
            List<Double> edges,
            List<Long> targetHistogram,
            List<Long> benignHistogram,
            List<Logit> topLogits,
            List<Logit> bottomLogits) {}

    public void writeJson(Path file) throws LacunaException {
        Json.write(file, this);
    }

    /** Writes {@link FeaturePage}. */
    public void writeHtml(Path file) throws LacunaException {
        FeaturePage.of(this).write(file);
    }
}
