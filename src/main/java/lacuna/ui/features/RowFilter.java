package lacuna.ui.features;

import java.util.Locale;
import java.util.Set;
import lacuna.model.HookPoint;

/**
 * Which rows the table lists.
 *
 * @param text a feature's number, or part of its label; empty for all
 * @param hooks empty for all
 * @param minTargetRate share of tokens, 0 to 1
 * @param minRatio least rho
 */
public record RowFilter(String text, Set<HookPoint> hooks, double minTargetRate, double minRatio, MarkFilter marks) {

    public static final RowFilter NONE = new RowFilter("", Set.of(), 0, 0, MarkFilter.ALL);

    public RowFilter {
        text = text.strip().toLowerCase(Locale.ROOT);
        hooks = Set.copyOf(hooks);
    }

    public RowFilter withText(String wanted) {
        return new RowFilter(wanted, hooks, minTargetRate, minRatio, marks);
    }

    public RowFilter withHooks(Set<HookPoint> wanted) {
        return new RowFilter(text, wanted, minTargetRate, minRatio, marks);
    }

    public RowFilter withMinTargetRate(double wanted) {
        return new RowFilter(text, hooks, wanted, minRatio, marks);
    }

    public RowFilter withMinRatio(double wanted) {
        return new RowFilter(text, hooks, minTargetRate, wanted, marks);
    }

    public RowFilter withMarks(MarkFilter wanted) {
        return new RowFilter(text, hooks, minTargetRate, minRatio, wanted);
    }

    boolean lists(FeatureRow row, FeatureNotes notes) {
        return row.target().rate() >= minTargetRate
                && row.ratio() >= minRatio
                && (hooks.isEmpty() || hooks.contains(row.hook()))
                && (marks == MarkFilter.ALL || marks.lists(notes.mark(row.key())))
                && (text.isEmpty() || matchesText(row, notes));
    }

    private boolean matchesText(FeatureRow row, FeatureNotes notes) {
        // decision: a number is looked for from its first digit, so that "31" finds 31 and 317 but not 1310
        return Integer.toString(row.feature()).startsWith(text)
                || notes.of(row.key()).label().toLowerCase(Locale.ROOT).contains(text)
                || row.hook().toString().equals(text);
    }
}
