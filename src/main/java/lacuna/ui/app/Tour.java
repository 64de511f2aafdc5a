package lacuna.ui.app;

import java.util.List;
import java.util.prefs.Preferences;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** A few steps through the window for somebody who sees it for the first time; skipped or finished, it never comes again by itself. */
public final class Tour {

    private static final String KEY = "tour.seen";
    private static final int OVER = -1;

    /**
     * @param place brought to the front with this step
     * @param title a few words
     * @param text two or three sentences: what is here, and what to try
     */
    public record Step(String place, String title, String text) {}

    private final Preferences preferences;
    private final Navigation navigation;
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper(this, "current", OVER);
    private List<Step> steps = List.of();

    Tour(Preferences preferences, Navigation navigation) {
        this.preferences = preferences;
        this.navigation = navigation;
    }

    /** Begins unless it has been seen. */
    public void offer(List<Step> offered) {
        steps = List.copyOf(offered);
        if (!preferences.getBoolean(KEY, false) && current.get() == OVER) {
            begin();
        }
    }

    /** Begins, however often. */
    public void begin() {
        if (!steps.isEmpty()) {
            show(0);
        }
    }

    /** Brings the place of its step to the front, if it is on: it may have been offered before there were places. */
    void resume() {
        if (current.get() != OVER) {
            show(current.get());
        }
    }

    /** Of the steps, or -1 while there is no tour. */
    public ReadOnlyIntegerProperty currentProperty() {
        return current.getReadOnlyProperty();
    }

    List<Step> steps() {
        return steps;
    }

    void next() {
        if (current.get() + 1 < steps.size()) {
            show(current.get() + 1);
        } else {
            end();
        }
    }

    void end() {
        preferences.putBoolean(KEY, true);
        current.set(OVER);
    }

    private void show(int step) {
        current.set(step);
        navigation.show(steps.get(step).place());
    }
}
