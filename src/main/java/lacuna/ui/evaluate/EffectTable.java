package lacuna.ui.evaluate;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import org.jspecify.annotations.Nullable;

/** Features before and after: how often they are on, and how strongly. */
final class EffectTable extends TableView<FeatureEffect> {

    EffectTable() {
        setId("features-table");
        setAccessibleText("Features before and after");
        setFixedCellSize(28); // also while the place is not in front, when no style sheet is asked
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(new Label("There is none."));
        getColumns().add(column("Layer", "The hook point that the SAE reads", 108, FeatureEffect::layer));
        TableColumn<FeatureEffect, Integer> number =
                column("Feature", "Its number in the SAE", 72, FeatureEffect::feature);
        number.getStyleClass().add("numeric");
        getColumns().add(number);
        getColumns()
                .add(rate(
                        "Target, %",
                        "Target tokens at which it is on, before",
                        f -> f.target().rateBefore()));
        getColumns()
                .add(rate(
                        "After",
                        "Target tokens at which it is on, after",
                        f -> f.target().rateAfter()));
        getColumns()
                .add(rate(
                        "Benign, %",
                        "Benign tokens at which it is on, before",
                        f -> f.benign().rateBefore()));
        getColumns()
                .add(rate(
                        "After",
                        "Benign tokens at which it is on, after",
                        f -> f.benign().rateAfter()));
        getColumns()
                .add(figure(
                        "Mean, target",
                        "Activation per target token, on or not, in the SAE\u2019s units, before",
                        f -> f.target().meanBefore(),
                        Figures::plain));
        getColumns()
                .add(figure(
                        "After",
                        "Activation per target token, on or not, in the SAE\u2019s units, after",
                        f -> f.target().meanAfter(),
                        Figures::plain));
    }

    private static TableColumn<FeatureEffect, Double> rate(
            String title, String meaning, ToDoubleFunction<FeatureEffect> value) {
        return figure(title, meaning, value, Figures::rate);
    }

    private static TableColumn<FeatureEffect, Double> figure(
            String title, String meaning, ToDoubleFunction<FeatureEffect> value, Function<Double, String> format) {
        TableColumn<FeatureEffect, Double> column = column(title, meaning, 84, value::applyAsDouble);
        column.getStyleClass().add("numeric");
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable Double figure, boolean empty) {
                super.updateItem(figure, empty);
                setText(empty || figure == null ? null : format.apply(figure));
            }
        });
        return column;
    }

    private static <T> TableColumn<FeatureEffect, T> column(
            String title, String meaning, double width, Function<FeatureEffect, T> value) {
        TableColumn<FeatureEffect, T> column = new TableColumn<>();
        Label head = new Label(title);
        head.setMinWidth(USE_PREF_SIZE);
        head.setTooltip(new Tooltip(meaning));
        column.setGraphic(head);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 72));
        return column;
    }
}
