package lacuna.ui.features;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Marks under a name, as the place shows them.
 *
 * @param created day and time, ISO 8601
 * @param from the project it was made in
 */
public record SavedSelection(String name, String created, String from, Map<FeatureKey, FeatureNote> notes) {

    public SavedSelection {
        notes = Map.copyOf(notes);
    }

    Set<FeatureKey> suppressed() {
        return suppressed(notes);
    }

    static Set<FeatureKey> suppressed(Map<FeatureKey, FeatureNote> notes) {
        Set<FeatureKey> keys = new HashSet<>();
        notes.forEach((key, note) -> {
            if (note.mark() == Mark.SUPPRESS) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** How what it suppresses compares with other marks, in a few words. */
    String compared(Map<FeatureKey, FeatureNote> others) {
        Set<FeatureKey> here = suppressed();
        Set<FeatureKey> there = suppressed(others);
        Set<FeatureKey> both = new HashSet<>(here);
        both.retainAll(there);
        int all = here.size() + there.size() - both.size();
        return String.format(
                "%,d suppressed \u00b7 %,d in both, %,d only here, %,d only in the marks now \u00b7 overlap %.0f %%",
                here.size(),
                both.size(),
                here.size() - both.size(),
                there.size() - both.size(),
                all == 0 ? 100 : 100.0 * both.size() / all);
    }
}
