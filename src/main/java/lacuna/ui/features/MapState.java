package lacuna.ui.features;

import lacuna.features.map.FeatureMap;
import lacuna.ui.task.BackgroundJob;

/** What there is of a map. */
sealed interface MapState {

    /** @param sentence why, and what to do */
    record Nothing(String sentence) implements MapState {}

    record Running(BackgroundJob<?> job) implements MapState {}

    record Ready(MapRequest request, FeatureMap map) implements MapState {}

    /** Before one was asked for. */
    MapState NONE = new Nothing("");
}
