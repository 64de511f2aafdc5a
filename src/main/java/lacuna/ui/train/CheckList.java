package lacuna.ui.train;

import java.util.Locale;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.Words;
import lacuna.unlearning.Checks;
import lacuna.unlearning.LiveCheck;
import org.jspecify.annotations.Nullable;

/** What the model answered and wrote while it was trained; the newest first. */
final class CheckList extends ListView<LiveCheck> {

    private final ListChangeListener<LiveCheck> onChecks = change -> refill();
    private @Nullable RunEntry shown;

    CheckList(TrainModel model) {
        setId("run-checks");
        getStyleClass().add("run-checks");
        Label none = new Label(
                "No checks. Set \u201cCheck every\u201d before a run starts to see what the model says on its way.");
        none.setWrapText(true);
        setPlaceholder(none);
        setCellFactory(list -> new Cell());
        model.selectedProperty().subscribe(this::follow);
    }

    private void follow(@Nullable RunEntry run) {
        RunEntry before = shown;
        if (before != null) {
            before.checks().removeListener(onChecks);
        }
        shown = run;
        if (run != null) {
            run.checks().addListener(onChecks);
        }
        refill();
    }

    private void refill() {
        RunEntry run = shown;
        var newestFirst = FXCollections.<LiveCheck>observableArrayList();
        if (run != null) {
            run.checks().forEach(check -> newestFirst.add(0, check));
        }
        setItems(newestFirst);
    }

    private Optional<LiveCheck> best() {
        RunEntry run = shown;
        return run == null ? Optional.empty() : Checks.best(run.checks());
    }

    private final class Cell extends ListCell<LiveCheck> {

        private static final double SIDES = 40;

        @Override
        protected double computePrefWidth(double height) {
            return 0; // never wider than the list, so that texts wrap
        }

        @Override
        protected double computePrefHeight(double width) {
            return getGraphic() == null
                    ? super.computePrefHeight(width)
                    : snappedTopInset()
                            + getGraphic().prefHeight(CheckList.this.getWidth() - SIDES)
                            + snappedBottomInset();
        }

        @Override
        protected void updateItem(@Nullable LiveCheck check, boolean empty) {
            super.updateItem(check, empty);
            if (empty || check == null) {
                setGraphic(null);
                return;
            }
            Label title = new Label("Step " + check.step());
            title.getStyleClass().add("run-steps");
            Label figures =
                    Words.label("target " + percent(check.target()) + "  \u00b7  benign " + percent(check.benign()));
            HBox head = new HBox(12, title, figures);
            if (best().filter(check::equals).isPresent()) {
                Label chip = new Label("Best");
                chip.getStyleClass().addAll("chip", "success");
                head.getChildren().add(chip);
            }
            VBox box = new VBox(2, head);
            for (LiveCheck.Sample sample : check.samples()) {
                Label text =
                        new Label(sample.prompt() + " \u2192" + sample.text().replaceAll("\\s+", " "));
                text.getStyleClass().add("run-sample");
                text.setWrapText(true);
                box.getChildren().add(text);
            }
            setGraphic(box);
        }
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "\u2013" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
