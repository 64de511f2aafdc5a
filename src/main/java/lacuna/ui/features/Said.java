package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import lacuna.features.FeatureLabel;

/**
 * Notes and imported labels as they are at one moment: for a thread that must not see them change.
 *
 * @param notes features that have a mark, a label, a note or a tag
 * @param imported labels of others, best first
 */
record Said(Map<FeatureKey, FeatureNote> notes, Map<FeatureKey, List<FeatureLabel>> imported) {

    Said {
        notes = Map.copyOf(notes);
        imported = Map.copyOf(imported);
    }

    /** The label where there is room for one: the user's own wins over those of others. */
    String shownLabel(FeatureKey key) {
        String own = notes.getOrDefault(key, FeatureNote.NONE).label();
        List<FeatureLabel> others = imported.getOrDefault(key, List.of());
        return own.isEmpty() && !others.isEmpty() ? others.get(0).text() : own;
    }
}
