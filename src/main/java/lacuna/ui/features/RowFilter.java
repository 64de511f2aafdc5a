package lacuna.ui.features;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lacuna.model.HookPoint;

/**
 * Which rows the table lists.
 *
 * @param text a feature's number, or part of a label, note or tag; empty for all
 * @param hooks empty for all
 * @param ranges of statistics, those only that are bounded
 */
public record RowFilter(String text, Set<HookPoint> hooks, Map<Statistic, Range> ranges, MarkFilter marks) {

    /** Both ends included, in the unit of the statistics: a share is 0 to 1. */
    public record Range(double least, double most) {

        static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        boolean holds(double value) {
            return value >= least && value <= most;
        }
    }

    public static final RowFilter NONE = new RowFilter("", Set.of(), Map.of(), MarkFilter.ALL);

    public RowFilter {
        text = text.strip().toLowerCase(Locale.ROOT);
        hooks = Set.copyOf(hooks);
        Map<Statistic, Range> ordered = new EnumMap<>(Statistic.class);
        ordered.putAll(ranges);
        ordered.values().removeIf(Range.ALL::equals);
        ranges = Collections.unmodifiableMap(ordered);
    }

    public RowFilter withText(String wanted) {
        return new RowFilter(wanted, hooks, ranges, marks);
    }

    public RowFilter withHooks(Set<HookPoint> wanted) {
        return new RowFilter(text, wanted, ranges, marks);
    }

    /** With a range in place of the one there was; {@link Range#ALL} takes it away. */
    RowFilter withRange(Statistic statistic, Range range) {
        Map<Statistic, Range> wanted = new EnumMap<>(Statistic.class);
        wanted.putAll(ranges);
        wanted.put(statistic, range);
        return new RowFilter(text, hooks, wanted, marks);
    }

    Range range(Statistic statistic) {
        return ranges.getOrDefault(statistic, Range.ALL);
    }

    /** @param wanted share of tokens, 0 to 1 */
    public RowFilter withMinTargetRate(double wanted) {
        return withLeast(Statistic.TARGET_RATE, wanted);
    }

    public RowFilter withMinRatio(double wanted) {
        return withLeast(Statistic.RATIO, wanted);
    }

    /** With another lower end; 0 and below for none, as no rate and no ratio is negative. */
    RowFilter withLeast(Statistic statistic, double least) {
        double end = least > 0 ? least : Double.NEGATIVE_INFINITY;
        return withRange(statistic, new Range(end, range(statistic).most()));
    }

    public RowFilter withMarks(MarkFilter wanted) {
        return new RowFilter(text, hooks, ranges, wanted);
    }

    /**
     * The lines it lets through, ascending; on any thread. decision: a number is looked for from its first digit, so that "31" finds 31 and
     * 317 but not 1310.
     */
    int[] lines(FeatureTable table, Said said) {
        BitSet labelled = text.isEmpty() ? new BitSet() : labelled(table, said);
        BitSet marked = marks == MarkFilter.ALL ? new BitSet() : marked(table, said);
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int[] lines = new int[table.size()];
        int n = 0;
        for (int layer = 0; layer < table.layers().size(); layer++) {
            HookPoint hook = table.layers().get(layer).hook();
            if (!hooks.isEmpty() && !hooks.contains(hook)) {
                continue;
            }
            boolean named = text.isEmpty() || hook.toString().equals(text);
            int start = table.start(layer);
            for (int line = start; line < table.start(layer + 1); line++) {
                if ((named || labelled.get(line) || number && Digits.begin(line - start, text))
                        && (marks == MarkFilter.ALL || marked.get(line))
                        && (ranges.isEmpty() || inRanges(table.row(line)))) {
                    lines[n++] = line;
                }
            }
        }
        return Arrays.copyOf(lines, n);
    }

    private boolean inRanges(FeatureRow row) {
        for (Map.Entry<Statistic, Range> range : ranges.entrySet()) {
            if (!range.getValue().holds(range.getKey().of(row))) {
                return false;
            }
        }
        return true;
    }

    private BitSet labelled(FeatureTable table, Said said) {
        BitSet lines = new BitSet();
        said.notes().forEach((key, note) -> {
            int line = table.lineOf(key);
            if (line >= 0 && note.mentions(text)) {
                lines.set(line);
            }
        });
        said.imported().forEach((key, labels) -> {
            int line = table.lineOf(key);
            if (line >= 0
                    && labels.stream()
                            .anyMatch(label ->
                                    label.text().toLowerCase(Locale.ROOT).contains(text))) {
                lines.set(line);
            }
        });
        return lines;
    }

    private BitSet marked(FeatureTable table, Said said) {
        BitSet lines = new BitSet();
        if (marks.lists(Mark.UNDECIDED)) {
            lines.set(0, table.size());
        }
        said.notes().forEach((key, note) -> {
            int line = table.lineOf(key);
            if (line >= 0) {
                lines.set(line, marks.lists(note.mark()));
            }
        });
        return lines;
    }
}
