package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What lines are sorted by: a number for each line of a table. */
@FunctionalInterface
interface SortKeys {

    /** May be called on any thread. */
    double[] of(FeatureTable table, Said said);

    static SortKeys of(Statistic statistic) {
        return (table, said) -> {
            double[] keys = new double[table.size()];
            for (int line = 0; line < keys.length; line++) {
                keys[line] = statistic.of(table.row(line));
            }
            return keys;
        };
    }

    static SortKeys byHook() {
        return (table, said) -> {
            double[] keys = new double[table.size()];
            for (int layer = 0; layer < table.layers().size(); layer++) {
                Arrays.fill(keys, table.start(layer), table.start(layer + 1), layer);
            }
            return keys;
        };
    }

    static SortKeys byFeature() {
        return (table, said) -> {
            double[] keys = new double[table.size()];
            for (int layer = 0; layer < table.layers().size(); layer++) {
                for (int line = table.start(layer); line < table.start(layer + 1); line++) {
                    keys[line] = line - table.start(layer);
                }
            }
            return keys;
        };
    }

    static SortKeys byMark() {
        return (table, said) -> {
            double[] keys = new double[table.size()];
            Arrays.fill(keys, Mark.UNDECIDED.ordinal());
            said.notes()
                    .forEach((key, note) -> set(keys, table, key, note.mark().ordinal()));
            return keys;
        };
    }

    /** Alphabetically, features without a label behind. */
    static SortKeys byLabel() {
        return (table, said) -> {
            double[] keys = new double[table.size()];
            Set<FeatureKey> named = new HashSet<>(said.notes().keySet());
            named.addAll(said.imported().keySet());
            List<Map.Entry<FeatureKey, String>> labelled = new ArrayList<>();
            named.forEach(key -> labelled.add(Map.entry(key, said.shownLabel(key))));
            labelled.removeIf(entry -> entry.getValue().isEmpty());
            labelled.sort(Comparator.comparing(Map.Entry::getValue, String.CASE_INSENSITIVE_ORDER));
            Arrays.fill(keys, labelled.size());
            for (int rank = 0; rank < labelled.size(); rank++) {
                set(keys, table, labelled.get(rank).getKey(), rank);
            }
            return keys;
        };
    }

    private static void set(double[] keys, FeatureTable table, FeatureKey key, double value) {
        int line = table.lineOf(key);
        if (line >= 0) {
            keys[line] = value;
        }
    }
}
