package lacuna.features;

import java.util.List;

/**
 * Labels of one set at one hook point, and where they came from.
 *
 * @param hook {@code resid_post.20}
 * @param model as the set names it; may be empty
 * @param set {@code 20-gemmascope-res-16k}
 * @param file beside the outline, one label a line
 * @param labels how many
 * @param features how many features have one
 * @param origins the files that were read, oldest first
 */
public record LabelSet(
        String hook, String model, String set, String file, int labels, int features, List<Origin> origins) {

    public LabelSet {
        origins = List.copyOf(origins);
    }

    /**
     * A file that was read.
     *
     * @param date when it was read, ISO 8601
     */
    public record Origin(String file, String sha256, long bytes, String date) {}

    boolean isOf(String otherHook, LabelSource source) {
        return hook.equals(otherHook) && model.equals(source.model()) && set.equals(source.set());
    }
}
