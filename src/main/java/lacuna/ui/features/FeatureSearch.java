package lacuna.ui.features;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Features by what one would call them: a number, a layer and a number, a part of a label. */
final class FeatureSearch {

    private static final Pattern NUMBER = Pattern.compile("(?:(.*\\D)?(\\d{1,4})\\s*/\\s*)?(\\d{1,9})");

    private FeatureSearch() {}

    static Map<FeatureKey, String> of(FeatureTable table, FeatureNotes notes, String query, int most) {
        Map<FeatureKey, String> found = new LinkedHashMap<>();
        Matcher number = NUMBER.matcher(query.strip());
        if (number.matches()) {
            int feature = Integer.parseInt(number.group(3));
            table.hooks().stream()
                    .filter(hook -> number.group(2) == null || hook.layer() == Integer.parseInt(number.group(2)))
                    .map(hook -> new FeatureKey(hook, feature))
                    .filter(key -> table.lineOf(key) >= 0)
                    .forEach(key -> found.put(key, notes.shownLabel(key)));
            return found;
        }
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        for (Set<FeatureKey> said :
                List.of(notes.all().keySet(), notes.imported().keySet())) {
            for (FeatureKey key : said) {
                if (found.size() >= most) {
                    return found;
                }
                String label = notes.shownLabel(key);
                if (label.toLowerCase(Locale.ROOT).contains(wanted) && table.lineOf(key) >= 0) {
                    found.put(key, label);
                }
            }
        }
        return found;
    }
}
