package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.features.FeatureLabel;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What others call the features: which sets of labels the project holds, and a way in for more. */
final class LabelsPane {

    private static final String HOW =
            "From Neuronpedia's bulk export: the files explanations/batch-*.jsonl.gz of an SAE. A set goes to the SAE its name tells;"
                    + " nothing is fetched. Your own labels (L) win over these.";

    private final FeaturesModel model;
    private final VBox sets = new VBox(4);
    private final Button button = new Button("Labels");
    private final Subscription subscription;
    private @Nullable Map<FeatureKey, List<FeatureLabel>> shown;

    LabelsPane(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        Button open = new Button("Import labels\u2026", Icon.OPEN.node(14));
        open.setId("labels-import");
        open.setOnAction(event -> actions.judgement().importLabels());
        Label title = Words.heading("Labels of others");
        Label how = Words.caption(HOW);
        VBox content = new VBox(10, title, sets, how, open);
        content.setId("labels");
        content.setPrefWidth(360);
        button.setId("labels-open");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip("What others call the features: import and list"));
        Popovers.under(button, content);
        subscription = model.notes().revisionProperty().subscribe(now -> show());
    }

    Button button() {
        return button;
    }

    void close() {
        subscription.unsubscribe();
    }

    private void show() {
        if (shown == model.notes().imported()) {
            return; // what has changed is a mark, and there may be labels of half a million features
        }
        shown = model.notes().imported();
        Map<String, Integer> features = new TreeMap<>();
        model.notes()
                .imported()
                .values()
                .forEach(labels -> labels.stream()
                        .map(FeatureLabel::source)
                        .distinct()
                        .forEach(source -> features.merge(source, 1, Integer::sum)));
        sets.getChildren().clear();
        if (features.isEmpty()) {
            sets.getChildren().add(new Label("None yet."));
            return;
        }
        GridPane grid = new GridPane();
        grid.setHgap(12);
        int line = 0;
        for (Map.Entry<String, Integer> set : features.entrySet()) {
            Label count = Words.label(String.format("%,d features", set.getValue()));
            grid.addRow(line++, new Label(set.getKey()), count);
        }
        sets.getChildren().add(grid);
    }
}
