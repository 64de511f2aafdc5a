package lacuna.features;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's model says a feature stands for. A label is a help for reading, never evidence.
 *
 * @param feature its number in the SAE
 * @param id of the row it came from; the same id is the same label
 * @param text one line
 * @param method how it was made ({@code np_max-act-logits}, {@code oai_token-act-pair}); empty where not said
 * @param explainer the model that wrote it; empty where not said
 * @param created when, as ISO 8601; null where the file does not say
 * @param source the set it belongs to, as Neuronpedia writes it: {@code gemma-2-2b/20-gemmascope-res-16k}
 */
public record FeatureLabel(
        int feature,
        String id,
        String text,
        String method,
        String explainer,
        @Nullable String created,
        String source) {

    /** By feature, then Neuronpedia's own methods, then OpenAI's, then the rest; of equals the newest first. */
    static final Comparator<FeatureLabel> ORDER = Comparator.comparingInt(FeatureLabel::feature)
            .thenComparingInt(FeatureLabel::rank)
            .thenComparing(FeatureLabel::createdOrLongAgo, Comparator.reverseOrder());

    public FeatureLabel {
        method = Objects.requireNonNullElse(method, "");
        explainer = Objects.requireNonNullElse(explainer, "");
        source = Objects.requireNonNullElse(source, "");
    }

    private int rank() {
        return method.startsWith("np_") ? 0 : method.startsWith("oai_") ? 1 : 2;
    }

    private String createdOrLongAgo() {
        return created == null ? "" : created;
    }
}
