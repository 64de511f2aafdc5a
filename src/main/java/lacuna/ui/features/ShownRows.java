package lacuna.ui.features;

import java.util.AbstractList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/** The lines a table shows, as an array of their numbers in the order shown; replaced as a whole. */
public final class ShownRows extends ObservableListBase<FeatureRow> implements RandomAccess {

    private @Nullable FeatureTable table;
    private int[] lines = {};

    /** @param shown taken over, not copied */
    void replace(@Nullable FeatureTable of, int[] shown) {
        List<FeatureRow> before = new Frozen(table, lines);
        table = of;
        lines = shown;
        if (!before.isEmpty() || shown.length > 0) {
            fireChange(new Replaced(this, before));
        }
    }

    boolean isOf(FeatureTable other) {
        return table == other;
    }

    /** Numbers of the lines, not to be changed. */
    int[] lines() {
        return lines;
    }

    /** Where a feature is shown, or -1. */
    int indexOf(FeatureKey key) {
        int line = table == null ? -1 : table.lineOf(key);
        for (int i = 0; line >= 0 && i < lines.length; i++) {
            if (lines[i] == line) {
                return i;
            }
        }
        return -1;
    }

    /** Where features are shown, ascending; those that are not shown are left out. */
    int[] placesOf(Collection<FeatureKey> keys) {
        FeatureTable of = table;
        if (of == null) {
            return new int[0];
        }
        BitSet wanted = new BitSet();
        keys.stream().mapToInt(of::lineOf).filter(line -> line >= 0).forEach(wanted::set);
        return IntStream.range(0, lines.length)
                .filter(i -> wanted.get(lines[i]))
                .toArray();
    }

    /** Where the first feature stands whose number begins with these digits, or -1. */
    int firstBeginning(String digits) {
        FeatureTable of = table;
        for (int i = 0; of != null && i < lines.length; i++) {
            if (Digits.begin(lines[i] - of.start(of.layerOf(lines[i])), digits)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int indexOf(@Nullable Object row) {
        return row instanceof FeatureRow wanted ? indexOf(wanted.key()) : -1;
    }

    @Override
    public boolean contains(@Nullable Object row) {
        return indexOf(row) >= 0;
    }

    @Override
    public FeatureRow get(int index) {
        return rowOf(table, lines[index]);
    }

    @Override
    public int size() {
        return lines.length;
    }

    private static FeatureRow rowOf(@Nullable FeatureTable table, int line) {
        if (table == null) {
            throw new IndexOutOfBoundsException(line);
        }
        return table.row(line);
    }

    /** What was shown before, for those who ask what went. */
    private static final class Frozen extends AbstractList<FeatureRow> implements RandomAccess {
        private final @Nullable FeatureTable table;
        private final int[] lines;

        Frozen(@Nullable FeatureTable table, int[] lines) {
            this.table = table;
            this.lines = lines;
        }

        @Override
        public FeatureRow get(int index) {
            return rowOf(table, lines[index]);
        }

        @Override
        public int size() {
            return lines.length;
        }
    }

    /** All gone, all new: one step, whatever the size. */
    private static final class Replaced extends ListChangeListener.Change<FeatureRow> {
        private final List<FeatureRow> before;
        private boolean read;

        Replaced(ShownRows list, List<FeatureRow> before) {
            super(list);
            this.before = before;
        }

        @Override
        public boolean next() {
            boolean first = !read;
            read = true;
            return first;
        }

        @Override
        public void reset() {
            read = false;
        }

        @Override
        public int getFrom() {
            return 0;
        }

        @Override
        public int getTo() {
            return getList().size();
        }

        @Override
        public List<FeatureRow> getRemoved() {
            return before;
        }

        @Override
        protected int[] getPermutation() {
            return new int[0];
        }
    }
}
