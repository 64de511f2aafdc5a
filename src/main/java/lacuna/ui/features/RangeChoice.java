package lacuna.ui.features;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.features.RowFilter.Range;
import lacuna.ui.widget.Words;

/** Least and most of every statistic; an empty field leaves that end open. What is typed filters at once. */
final class RangeChoice {

    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private record Ends(TextField least, TextField most) {}

    private final FeaturesModel model;
    private final Map<Statistic, Ends> fields = new EnumMap<>(Statistic.class);
    private final Button button = new Button("Ranges");
    private final Subscription subscription;
    private boolean showing;

    RangeChoice(FeaturesModel model) {
        this.model = model;
        button.setId("filter-ranges");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Popovers.under(button, content());
        subscription = model.filterProperty().subscribe(this::show);
    }

    Button button() {
        return button;
    }

    void close() {
        subscription.unsubscribe();
    }

    private Node content() {
        HBox groups = new HBox(group("Both", ""), group("Target", "target-text"), group("Benign", "benign-text"));
        groups.getStyleClass().add("columns-groups");
        Label help = Words.label("In the units of the columns. Leave a field empty for no limit.");
        VBox all = new VBox(groups, help);
        all.getStyleClass().add("columns-choice");
        return all;
    }

    /** @param style of the headings of its columns */
    private Node group(String name, String style) {
        Label heading = Words.label(name);
        GridPane grid = new GridPane();
        grid.getStyleClass().add("range-grid");
        int line = 0;
        for (Statistic statistic : Statistic.values()) {
            if (statistic.style().equals(style)) {
                Label title = new Label(statistic.title());
                title.setMinWidth(Region.USE_PREF_SIZE);
                Ends ends = new Ends(field(statistic, "least"), field(statistic, "most"));
                fields.put(statistic, ends);
                grid.addRow(line++, title, ends.least(), new Label("\u2013"), ends.most());
            }
        }
        VBox group = new VBox(heading, grid);
        group.getStyleClass().add("columns-group");
        return group;
    }

    private TextField field(Statistic statistic, String end) {
        TextField field = new TextField();
        field.setId("range-" + statistic.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + end);
        field.setPromptText("any");
        field.setAccessibleText(statistic.title() + ", " + end);
        field.getStyleClass().add("range-field");
        field.textProperty().subscribe(() -> typed(statistic));
        return field;
    }

    private void typed(Statistic statistic) {
        Ends ends = fields.get(statistic);
        if (showing || ends == null) {
            return;
        }
        double least = read(ends.least(), Double.NEGATIVE_INFINITY);
        double most = read(ends.most(), Double.POSITIVE_INFINITY);
        if (!Double.isNaN(least) && !Double.isNaN(most)) {
            Range range = new Range(least / statistic.scale(), most / statistic.scale());
            model.filterProperty().set(model.filterProperty().get().withRange(statistic, range));
        }
    }

    /** What is typed, with a point or a comma; NaN, and a red frame, if it is no number. */
    private static double read(TextField field, double open) {
        String text = field.getText().strip().replace(',', '.').replace('\u2212', '-');
        double value;
        try {
            value = text.isEmpty() ? open : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        field.pseudoClassStateChanged(ERROR, Double.isNaN(value));
        return value;
    }

    private void show(RowFilter filter) {
        showing = true;
        fields.forEach((statistic, ends) -> {
            Range range = filter.range(statistic);
            set(ends.least(), range.least() * statistic.scale(), Double.NEGATIVE_INFINITY);
            set(ends.most(), range.most() * statistic.scale(), Double.POSITIVE_INFINITY);
        });
        showing = false;
        int bounded = filter.ranges().size();
        button.setText(bounded == 0 ? "Ranges" : "Ranges (" + bounded + ")");
    }

    private static void set(TextField field, double value, double open) {
        double typed = read(field, open);
        if (value != typed && !(Math.abs(value - typed) < 1e-9 * Math.max(1, Math.abs(value)))) {
            field.setText(value == open ? "" : Numbers.plain((float) value));
            field.pseudoClassStateChanged(ERROR, false);
        }
    }
}
