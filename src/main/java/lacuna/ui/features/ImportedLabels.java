package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.features.FeatureLabel;
import lacuna.ui.widget.Words;

/** What others say about a feature: the best label in sight, all of them on request, each with where it is from. */
final class ImportedLabels {

    private final Consumer<String> take;
    private final VBox root = new VBox();
    private final VBox all = new VBox();
    private final Button more = new Button();

    /** @param take makes a label the user's own */
    ImportedLabels(Consumer<String> take) {
        this.take = take;
        root.setId("imported-labels");
        more.setId("more-labels");
        more.getStyleClass().addAll("flat", "small");
        more.setMinWidth(Region.USE_PREF_SIZE);
        all.getStyleClass().add("imported-all");
        all.setPrefWidth(480);
        Popovers.under(more, all);
    }

    Node root() {
        return root;
    }

    void show(List<FeatureLabel> labels) {
        root.getChildren().clear();
        all.getChildren().clear();
        root.setManaged(!labels.isEmpty());
        if (labels.isEmpty()) {
            return;
        }
        HBox first = line(labels.get(0));
        if (labels.size() > 1) {
            more.setText(labels.size() - 1 + " more");
            first.getChildren().add(more);
        }
        root.getChildren().add(first);
        labels.forEach(label -> all.getChildren().add(line(label)));
    }

    private HBox line(FeatureLabel imported) {
        Label text = new Label(imported.text());
        text.setMinWidth(160);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Tips.set(text, imported.text());
        Label source = Words.label(source(imported));
        source.setMinWidth(0);
        source.setPrefWidth(120);
        Tips.set(source, source.getText());
        Button use = new Button("Use");
        use.getStyleClass().addAll("flat", "small");
        use.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(use, "Make it your own label");
        use.setOnAction(event -> take.accept(imported.text()));
        HBox line = new HBox(8, text, source, use);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static String source(FeatureLabel label) {
        List<String> parts = new ArrayList<>(List.of(label.source(), label.method(), label.explainer()));
        parts.removeIf(String::isEmpty);
        return String.join(" \u00b7 ", parts);
    }
}
