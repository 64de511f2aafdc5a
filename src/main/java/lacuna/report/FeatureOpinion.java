package lacuna.report;

import java.util.List;
import lacuna.features.FeatureLabel;

/**
 * What people and models say about a feature.
 *
 * @param mark suppress, keep or undecided
 * @param label the user's own; empty for none
 * @param note why; empty for none
 * @param imported labels of others, best first
 */
public record FeatureOpinion(String mark, String label, String note, List<String> tags, List<FeatureLabel> imported) {

    public static final FeatureOpinion NONE = new FeatureOpinion("undecided", "", "", List.of(), List.of());

    public FeatureOpinion {
        tags = List.copyOf(tags);
        imported = List.copyOf(imported);
    }

    /** The user's own label, else the first of the others. */
    public String shownLabel() {
        return label.isEmpty() && !imported.isEmpty() ? imported.get(0).text() : label;
    }
}
