package lacuna.ui.app;

import java.util.List;
import java.util.prefs.Preferences;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;

/** How large the window shows everything: 75 to 200 %, remembered. */
final class Zoom {

    private static final String KEY = "window.zoom";
    private static final List<Double> STEPS = List.of(0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0);

    private final Preferences preferences;
    private final ReadOnlyDoubleWrapper factor;

    Zoom(Preferences preferences) {
        this.preferences = preferences;
        double kept = preferences.getDouble(KEY, 1);
        this.factor = new ReadOnlyDoubleWrapper(this, "factor", STEPS.contains(kept) ? kept : 1);
    }

    ReadOnlyDoubleProperty factorProperty() {
        return factor.getReadOnlyProperty();
    }

    void larger() {
        set(Math.min(STEPS.size() - 1, STEPS.indexOf(factor.get()) + 1));
    }

    void smaller() {
        set(Math.max(0, STEPS.indexOf(factor.get()) - 1));
    }

    void reset() {
        set(STEPS.indexOf(1.0));
    }

    private void set(int step) {
        factor.set(STEPS.get(step));
        preferences.putDouble(KEY, factor.get());
    }
}
