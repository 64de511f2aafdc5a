package lacuna.ui.evaluate;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.EmptyState;

/** A part of the place that shows a measure: what it would tell and the button until it was made, then what it told. */
final class MeasuredPane extends StackPane {

    MeasuredPane(EvaluateModel model, EvaluateController controller, Section section, String tells, Node results) {
        EmptyState none = new EmptyState(
                Icon.CHART, "This has not been measured yet", tells, "Measure it now", controller::measure);
        EmptyState measuring = new EmptyState(
                Icon.CLOCK,
                "Measuring",
                "The figures appear together when both models are done. A cancel keeps what is finished. The window stays free.");
        var there = model.measuredProperty().map(section::isIn);
        results.visibleProperty().bind(there);
        none.visibleProperty()
                .bind(there.flatMap(
                        isThere -> model.jobProperty().map(job -> false).orElse(!isThere)));
        measuring
                .visibleProperty()
                .bind(there.flatMap(
                        isThere -> model.jobProperty().map(job -> !isThere).orElse(false)));
        getChildren().addAll(none, measuring, results);
    }
}
