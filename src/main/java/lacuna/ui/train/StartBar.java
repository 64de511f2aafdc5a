package lacuna.ui.train;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;

/** The button that starts a run, and beneath it what will happen. */
final class StartBar extends VBox {

    StartBar(TrainModel model, TrainController controller) {
        getStyleClass().add("train-start");
        Button start = new Button("", Icon.PLAY.node(14));
        start.setId("train-start");
        start.getStyleClass().add("accent");
        start.setMaxWidth(Double.MAX_VALUE);
        start.setOnAction(event -> controller.start());
        Label sentence = Words.caption("");
        sentence.setId("train-start-sentence");
        setMinHeight(USE_PREF_SIZE);
        model.planProperty().subscribe(plan -> {
            start.setText(plan.button());
            start.setDisable(!plan.possible());
            sentence.setText(plan.sentence());
        });
        getChildren().addAll(start, sentence);
    }
}
