package lacuna.ui.report;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** A run in the list, and whether a report of it is wanted. JavaFX thread only. */
final class ReportEntry {

    private final ReportRun run;
    private final BooleanProperty chosen = new SimpleBooleanProperty(this, "chosen", false);

    ReportEntry(ReportRun run) {
        this.run = run;
    }

    ReportRun run() {
        return run;
    }

    BooleanProperty chosenProperty() {
        return chosen;
    }

    @Override
    public String toString() {
        return run.name();
    }
}
