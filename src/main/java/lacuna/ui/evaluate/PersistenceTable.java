package lacuna.ui.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.scene.text.Text;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.Persistence;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Capital;
import org.jspecify.annotations.Nullable;

/** Every check of a run: what was done, the three accuracies as dots and as numbers, and the share that came back. */
final class PersistenceTable extends TableView<Persistence> {

    private static final String NONE = "\u2013";
    private static final Pattern HALF = Pattern.compile("\\((\\w+) half\\)$");

    private final ThemeManager themes;

    PersistenceTable(ThemeManager themes) {
        this.themes = themes;
        setId("persistence-table");
        setAccessibleText("Checks of persistence");
        getStyleClass().add("persistence-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setFixedCellSize(52);
        getColumns().add(attack());
        getColumns().add(questions());
        getColumns().add(plot());
        getColumns().add(share("Before", "The untouched model", SeriesColor.BEFORE, Persistence::before));
        getColumns().add(share("Unlearned", "The run\u2019s model", SeriesColor.AFTER, Persistence::unlearned));
        getColumns()
                .add(share(
                        "Attacked",
                        "The run\u2019s model after the attack",
                        SeriesColor.TARGET,
                        Persistence::attacked));
        getColumns().add(recovered());
    }

    /** Those that asked the same questions stand together. */
    void show(List<Persistence> checks) {
        getItems()
                .setAll(ComparableChecks.of(checks).stream()
                        .flatMap(group -> group.checks().stream())
                        .toList());
    }

    private static TableColumn<Persistence, Persistence> questions() {
        Label head = new Label("Questions");
        head.setTooltip(new Tooltip("How many target questions were asked in all three, and which half of the set"));
        return figure(
                head,
                92,
                Persistence::questions,
                check -> String.valueOf(check.questions()),
                check -> half(check.questionSet()));
    }

    private static String half(String questionSet) {
        Matcher half = HALF.matcher(questionSet);
        return !half.find() ? "all" : half.group(1).equals("validation") ? "valid." : half.group(1);
    }

    private static TableColumn<Persistence, String> attack() {
        TableColumn<Persistence, String> column = new TableColumn<>("Check");
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().attack()));
        column.setPrefWidth(216);
        column.setMinWidth(190);
        column.setCellFactory(ignored -> new TableCell<>() {
            private final Text text = new Text();

            {
                text.getStyleClass().add("attack-words");
                text.wrappingWidthProperty().bind(widthProperty().subtract(20));
            }

            @Override
            protected void updateItem(@Nullable String attack, boolean empty) {
                super.updateItem(attack, empty);
                boolean shown = !empty && attack != null;
                text.setText(shown ? Capital.of(String.valueOf(attack)) : "");
                setGraphic(shown ? text : null);
                setAccessibleText(attack);
                setTooltip(shown ? new Tooltip(attack) : null);
            }
        });
        return column;
    }

    private TableColumn<Persistence, Persistence> plot() {
        TableColumn<Persistence, Persistence> column = new TableColumn<>();
        Pane scale = Dumbbell.scale();
        scale.minWidthProperty().bind(column.widthProperty());
        column.setGraphic(scale);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setSortable(false);
        column.setPrefWidth(220);
        column.setMinWidth(130);
        column.getStyleClass().add("plot-column");
        column.setCellFactory(ignored -> new TableCell<>() {
            private final Dumbbell plot = new Dumbbell(themes);

            {
                setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
                plot.prefWidthProperty().bind(widthProperty());
                plot.setPrefHeight(51);
                plot.setMinHeight(51);
            }

            @Override
            protected void updateItem(@Nullable Persistence check, boolean empty) {
                super.updateItem(check, empty);
                if (empty || check == null) {
                    setGraphic(null);
                    return;
                }
                plot.show(check);
                setGraphic(plot);
            }
        });
        return column;
    }

    private TableColumn<Persistence, Persistence> share(
            String title, String meaning, SeriesColor color, Function<Persistence, Persistence.Share> share) {
        Circle dot = new Circle(4);
        themes.follow(dot, theme -> dot.setFill(color.on(theme)));
        Label head = new Label(title + ", %", dot);
        head.setTooltip(new Tooltip(meaning + ": target questions answered rightly, with the 95 % interval"));
        return figure(
                head,
                104,
                check -> share.apply(check).accuracy(),
                check -> Figures.percent(share.apply(check).accuracy()),
                check -> Figures.interval(share.apply(check).interval()));
    }

    private static TableColumn<Persistence, Persistence> recovered() {
        Label head = new Label("Recovered, %");
        head.setTooltip(
                new Tooltip("(attacked \u2212 unlearned) / (before \u2212 unlearned), with the 95 % bootstrap interval:"
                        + " 0 if nothing came back, 100 if all did"));
        return figure(
                head,
                126,
                check -> Double.isNaN(check.recovered()) ? Double.NEGATIVE_INFINITY : check.recovered(),
                check -> Double.isFinite(check.recovered()) ? Figures.percentSigned(check.recovered()) : NONE,
                check -> Double.isFinite(check.recovered()) ? Figures.interval(check.recoveredInterval()) : "");
    }

    private static TableColumn<Persistence, Persistence> figure(
            Label head,
            double width,
            ToDoubleFunction<Persistence> order,
            Function<Persistence, String> value,
            Function<Persistence, String> interval) {
        TableColumn<Persistence, Persistence> column = new TableColumn<>();
        head.setMinWidth(USE_PREF_SIZE);
        column.setGraphic(head);
        column.getStyleClass().add("numeric");
        column.setComparator(Comparator.comparingDouble(order));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setCellFactory(ignored -> new TableCell<>() {
            private final Label number = new Label();
            private final Label range = new Label();
            private final HBox both = new HBox(8, number, range);

            {
                both.setAlignment(Pos.CENTER_RIGHT);
                number.setMinWidth(USE_PREF_SIZE);
                number.getStyleClass().add("numeric");
                range.getStyleClass().addAll("numeric", "interval");
                range.setMinWidth(width - 58);
            }

            @Override
            protected void updateItem(@Nullable Persistence check, boolean empty) {
                super.updateItem(check, empty);
                boolean shown = !empty && check != null;
                if (shown && check != null) {
                    number.setText(value.apply(check));
                    range.setText(interval.apply(check));
                    setAccessibleText(number.getText() + " " + range.getText());
                }
                setGraphic(shown ? both : null);
            }
        });
        return column;
    }
}
