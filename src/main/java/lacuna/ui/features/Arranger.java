package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.scene.control.TableColumn;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import org.jspecify.annotations.Nullable;

/**
 * Filters and sorts the lines of a table. A short table at once; a long one aside, and what is shown stays as it is until the new order
 * is there. Only the newest wish is fulfilled. JavaFX thread only.
 */
final class Arranger {

    /** decision: of 131,072 lines any order takes less than 100 ms (bench ui), which nobody waits for. */
    static final int AT_ONCE = 1 << 17;

    /** One of the columns sorted by. */
    record SortBy(SortKeys keys, TableColumn.SortType direction) {}

    private final int atOnce;
    private final LatestOnly requests;
    private final ShownRows shown = new ShownRows();
    private final ReadOnlyBooleanWrapper replacing = new ReadOnlyBooleanWrapper(this, "replacing", false);
    private final ReadOnlyBooleanWrapper underWay = new ReadOnlyBooleanWrapper(this, "underWay", false);
    private final List<Runnable> waiting = new ArrayList<>();

    /** @param atOnce how many lines are not worth going aside for */
    Arranger(Jobs jobs, int atOnce) {
        this.atOnce = atOnce;
        this.requests = LatestOnly.aside(jobs);
    }

    ShownRows shown() {
        return shown;
    }

    /** True while the shown rows are being replaced, for a moment on the JavaFX thread. */
    ReadOnlyBooleanProperty replacingProperty() {
        return replacing.getReadOnlyProperty();
    }

    /** True while the shown rows are not yet what was last asked for. */
    ReadOnlyBooleanProperty underWayProperty() {
        return underWay.getReadOnlyProperty();
    }

    /** Runs it when the shown rows are what was last asked for: now, or later. */
    void whenArranged(Runnable action) {
        if (underWay.get()) {
            waiting.add(action);
        } else {
            action.run();
        }
    }

    /** @param order the first counts most; lines alike in all of them go by layer and feature */
    void arrange(@Nullable FeatureTable table, RowFilter filter, List<SortBy> order, Said said) {
        requests.cancel();
        List<SortBy> by = List.copyOf(order);
        if (table == null || table.size() <= atOnce) {
            show(table, table == null ? new int[0] : lines(table, filter, by, said));
            return;
        }
        underWay.set(true);
        if (!shown.isOf(table)) {
            replace(table, new int[0]); // rows of another table mean nothing any more
        }
        requests.request(
                "Sort the features", progress -> lines(table, filter, by, said, progress), lines -> show(table, lines));
    }

    private void show(@Nullable FeatureTable table, int[] lines) {
        underWay.set(false);
        replace(table, lines);
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    private void replace(@Nullable FeatureTable table, int[] lines) {
        replacing.set(true);
        shown.replace(table, lines);
        replacing.set(false);
    }

    private static int[] lines(FeatureTable table, RowFilter filter, List<SortBy> order, Said said) {
        int[] lines = filter.lines(table, said);
        for (int i = order.size() - 1; i >= 0; i--) {
            SortBy by = order.get(i);
            lines = LineOrder.sorted(lines, by.keys().of(table, said), by.direction());
        }
        return lines;
    }

    private static int[] lines(FeatureTable table, RowFilter filter, List<SortBy> order, Said said, Progress progress)
            throws LacunaException {
        progress.check(); // a newer wish may be waiting
        return lines(table, filter, order, said);
    }
}
