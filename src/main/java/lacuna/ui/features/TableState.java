package lacuna.ui.features;

import lacuna.ui.task.BackgroundJob;

/** What the place has to show. */
public sealed interface TableState {

    /** No project is open. */
    record NoProject() implements TableState {}

    /** Nothing has been counted yet. */
    record NoStatistics() implements TableState {}

    /** The corpora are being counted, and there is no older table to show meanwhile. */
    record Running(BackgroundJob<?> job) implements TableState {}

    /** Counting has failed. */
    record Failed(String sentence) implements TableState {}

    /** There is a table. */
    record Ready(FeatureTable features) implements TableState {}
}
