package lacuna.features;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.model.HookPoint;
import lacuna.model.HookPoint.Kind;

/**
 * A set of labels as Neuronpedia names it: a model and {@code layer-set}, such as {@code 20-gemmascope-res-16k}.
 *
 * @param model {@code gemma-2-2b}; empty where the rows do not say
 * @param set {@code 20-gemmascope-res-16k}
 */
public record LabelSource(String model, String set) {

    private static final Pattern LAYER = Pattern.compile("(\\d{1,4})-(.+)");

    /**
     * Where the SAE behind the labels reads, as far as the name of the set tells. Proposed to the user, never taken for granted: the
     * names are a habit and no standard.
     */
    public Optional<HookPoint> hook() {
        Matcher matcher = LAYER.matcher(set);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int layer = Integer.parseInt(matcher.group(1));
        return kind(matcher.group(2)).map(kind -> new HookPoint(kind, layer));
    }

    private static Optional<Kind> kind(String name) {
        String padded = "-" + name.replace('_', '-') + "-";
        if (padded.contains("transcoder") || padded.contains("-tc-") || padded.contains("clt")) {
            return Optional.empty(); // reads one place and writes another
        }
        if (padded.contains("-res-mid-")) {
            return Optional.of(Kind.RESID_MID);
        }
        if (padded.contains("-res-jb-")) {
            return Optional.of(Kind.RESID_PRE); // gpt2-small-res-jb reads hook_resid_pre
        }
        if (padded.contains("-res-") || padded.contains("-resid-") || padded.contains("-resid-post-")) {
            return Optional.of(Kind.RESID_POST);
        }
        if (padded.contains("-mlp-")) {
            return Optional.of(Kind.MLP_OUT);
        }
        if (padded.contains("-att-") || padded.contains("-attn-")) {
            return Optional.of(padded.startsWith("-llamascope-") ? Kind.ATTN_OUT : Kind.ATTN_Z);
        }
        return Optional.empty();
    }

    /** {@code gemma-2-2b/20-gemmascope-res-16k}. */
    @Override
    public String toString() {
        return model.isEmpty() ? set : model + "/" + set;
    }
}
