package lacuna.ui.features;

import java.util.Arrays;
import java.util.List;
import java.util.prefs.Preferences;
import javafx.beans.Observable;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The table: sorted by its heads, filtered by the model, and one row or many selected. */
final class FeatureTablePane {

    private static final double ROW_HEIGHT = 28;
    private static final double LEAST_LABEL = 96;
    private static final double SCROLL_BAR = 14;
    private static final int MOST_SELECTED = 50_000;

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final TableView<FeatureRow> table = new TableView<>();
    private final FeatureColumns columns;
    private final RowActions rowActions;
    private final Subscription subscriptions;
    private @Nullable FeatureRow current;
    private int currentIndex;
    private @Nullable TableColumn<FeatureRow, ?> sortedBy;
    private boolean sorting;

    /** @param preferences where the columns chosen are kept */
    FeatureTablePane(FeaturesModel model, FeaturesActions actions, Preferences preferences) {
        this.model = model;
        this.actions = actions;
        columns = new FeatureColumns(model.notes());
        table.setId("feature-table");
        table.setAccessibleText("Features");
        table.getStyleClass().add("feature-table");
        table.setFixedCellSize(ROW_HEIGHT);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        Label none = new Label();
        none.textProperty()
                .bind(model.arrangingProperty()
                        .map(busy -> busy ? "Sorting\u2026" : "No feature matches. Loosen or reset the filter."));
        none.getStyleClass().add("muted");
        table.setPlaceholder(none);
        ColumnMemory.fill(table, columns, preferences);
        table.setItems(model.shown());
        table.widthProperty().subscribe(this::fillWithLabel);
        table.getVisibleLeafColumns().addListener((Observable changed) -> fillWithLabel());
        table.setSortPolicy(ignored -> sort());
        table.getSortOrder().add(columns.score());
        table.sort();
        table.getSelectionModel().selectedItemProperty().subscribe(this::onSelected);
        rowActions = new RowActions(table, columns, actions);
        ContextMenu menu = rowActions.menu();
        table.setOnContextMenuRequested(event -> menu.show(table, event.getScreenX(), event.getScreenY()));
        TypeAhead typeAhead = new TypeAhead(model, this);
        table.addEventHandler(KeyEvent.KEY_TYPED, typeAhead::onTyped);
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
                rowActions.copy(); // JavaFX would copy nothing
                event.consume();
            }
        });
        subscriptions = Subscription.combine(
                model.listingProperty().subscribe(listing -> {
                    if (!listing) {
                        columns.fit(model.hooks());
                        restore();
                    }
                }),
                model.notes().revisionProperty().subscribe(now -> columns.notesChanged()));
    }

    TableView<FeatureRow> table() {
        return table;
    }

    FeatureColumns columns() {
        return columns;
    }

    /** The selected rows, or none. */
    List<FeatureRow> chosen() {
        return rowActions.chosen();
    }

    /** Selects a row that the filter lets through and brings it into sight. */
    void reveal(FeatureRow row) {
        reveal(model.shown().indexOf(row.key()));
    }

    /** For what is chosen elsewhere by the places of rows in this table. */
    RateScatter.Choice choice() {
        return new RateScatter.Choice() {
            @Override
            public void one(int index) {
                reveal(index);
            }

            @Override
            public void all(int[] indices) {
                select(indices);
            }
        };
    }

    /** decision: a selection has an end; whoever circles half a million dots wants a filter. */
    private void select(int[] indices) {
        if (indices.length == 0) {
            actions.say("No feature there");
            return;
        }
        int[] some = indices.length <= MOST_SELECTED ? indices : Arrays.copyOf(indices, MOST_SELECTED);
        sorting = true;
        table.getSelectionModel().clearSelection();
        table.getSelectionModel().selectIndices(some[some.length - 1], some);
        sorting = false;
        scrollTo(some[0]);
        onSelected(table.getSelectionModel().getSelectedItem());
        actions.say(
                some.length == indices.length
                        ? String.format("%,d selected: S suppress, K keep, U undecided", some.length)
                        : String.format(
                                "The first %,d of %,d selected; narrow the filter for the rest",
                                some.length, indices.length));
        table.requestFocus();
    }

    /** Selects the row at a place, if there is one, and brings it into sight. */
    void reveal(int index) {
        if (index >= 0) {
            table.getSelectionModel().clearAndSelect(index);
            scrollTo(index);
        }
    }

    /** To the next row, or by a negative number to one before. */
    void move(int rows) {
        int from = table.getSelectionModel().getSelectedIndex();
        int to = Math.max(0, Math.min(model.shown().size() - 1, from + rows));
        if (!model.shown().isEmpty()) {
            table.getSelectionModel().clearAndSelect(to);
            scrollTo(to);
        }
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private void onSelected(@Nullable FeatureRow row) {
        if (model.listingProperty().get() || sorting) {
            return;
        }
        current = row;
        currentIndex = table.getSelectionModel().getSelectedIndex();
        actions.select(row);
    }

    /**
     * decision: own policy: the model sorts line numbers by keys, and JavaFX only says which columns. Ties go by layer and feature in
     * either direction.
     */
    private boolean sort() {
        if (sorting) {
            return true;
        }
        sorting = true;
        turnAround();
        model.sortBy(order());
        sorting = false;
        restore();
        return true;
    }

    /**
     * decision: the first click on a head of numbers puts the largest on top, the second the smallest; JavaFX would begin with the
     * smallest and end with no order at all.
     */
    private void turnAround() {
        List<TableColumn<FeatureRow, ?>> order = table.getSortOrder();
        TableColumn<FeatureRow, ?> before = sortedBy;
        if (order.isEmpty() && before != null) {
            before.setSortType(
                    before.getSortType() == TableColumn.SortType.DESCENDING
                            ? TableColumn.SortType.ASCENDING
                            : TableColumn.SortType.DESCENDING);
            order.add(before);
        } else if (order.size() == 1 && order.get(0) != before && FeatureColumns.isNumeric(order.get(0))) {
            order.get(0).setSortType(TableColumn.SortType.DESCENDING);
        }
        sortedBy = order.isEmpty() ? null : order.get(0);
    }

    private List<Arranger.SortBy> order() {
        return table.getSortOrder().stream()
                .map(column -> new Arranger.SortBy(columns.keys(column), column.getSortType()))
                .toList();
    }

    /** After the list has changed: the same row again, else the one that took its place. */
    private void restore() {
        ShownRows rows = model.shown();
        if (rows.isEmpty()) {
            table.getSelectionModel().clearSelection();
            actions.select(null);
            return;
        }
        int index = current == null ? 0 : rows.indexOf(current.key());
        if (index < 0) {
            index = Math.min(Math.max(0, currentIndex), rows.size() - 1);
        }
        FeatureRow row = rows.get(index);
        boolean another = !row.equals(current) || model.selectedProperty().get() == null;
        sorting = true;
        table.getSelectionModel().clearAndSelect(index);
        sorting = false;
        current = row;
        currentIndex = index;
        scrollTo(index);
        if (another) {
            actions.select(row);
        }
    }

    /** decision: not a constrained policy, which would clip the columns a user adds; the label takes what is left, the rest scrolls. */
    private void fillWithLabel() {
        double others = table.getVisibleLeafColumns().stream()
                .filter(column -> column != columns.label())
                .mapToDouble(TableColumn::getWidth)
                .sum();
        columns.label().setPrefWidth(Math.max(LEAST_LABEL, table.getWidth() - others - SCROLL_BAR));
    }

    private void scrollTo(int index) {
        table.scrollTo(Math.max(0, index - 3));
    }
}
