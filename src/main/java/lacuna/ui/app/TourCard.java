package lacuna.ui.app;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.ui.widget.Words;

/** The step of the tour that is on, over the lower corner of the place. */
final class TourCard extends VBox {

    private final Tour tour;
    private final Label title = Words.heading("");
    private final Label text = new Label();
    private final Label count = Words.label("");
    private final Button skip = new Button("Skip the tour");
    private final Button next = new Button();

    TourCard(Tour tour) {
        this.tour = tour;
        getStyleClass().addAll("task-pane", "tour-card");
        setId("tour");
        setMaxSize(380, Region.USE_PREF_SIZE);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        skip.setId("tour-skip");
        skip.getStyleClass().addAll("flat", "small");
        skip.setOnAction(event -> tour.end());
        next.setId("tour-next");
        next.getStyleClass().addAll("accent", "small");
        next.setOnAction(event -> tour.next());
        HBox line = new HBox(8, count, space, skip, next);
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(title, text, line);
        tour.currentProperty().subscribe(step -> show(step.intValue()));
    }

    private void show(int step) {
        setVisible(step >= 0);
        setManaged(step >= 0);
        if (step >= 0) {
            title.setText(tour.steps().get(step).title());
            text.setText(tour.steps().get(step).text());
            count.setText(step + 1 + " of " + tour.steps().size());
            skip.setVisible(step + 1 < tour.steps().size());
            next.setText(step + 1 < tour.steps().size() ? "Next" : "Done");
        }
    }
}
