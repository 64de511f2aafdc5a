package lacuna.ui.features;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/** The mark as a pill in the colour of what becomes of the feature; nothing for the undecided ones. */
final class MarkColumn {

    private final FeatureNotes notes;
    private final LiveCells cells = new LiveCells();
    private final TableColumn<FeatureRow, FeatureRow> column = new TableColumn<>();

    MarkColumn(FeatureNotes notes) {
        this.notes = notes;
        FeatureColumns.heading(column, "Mark", "S suppress, K keep, U undecided.");
        column.setPrefWidth(92);
        column.getStyleClass().add("first");
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(ignored -> cells.register(new PillCell()));
    }

    TableColumn<FeatureRow, FeatureRow> column() {
        return column;
    }

    void repaint() {
        cells.repaint();
    }

    private final class PillCell extends TableCell<FeatureRow, FeatureRow> implements LiveCells.Cell {

        private final Label pill = new Label();

        PillCell() {
            getStyleClass().add("first");
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            pill.getStyleClass().addAll("chip", "mark-pill");
        }

        @Override
        protected void updateItem(FeatureRow row, boolean empty) {
            super.updateItem(row, empty);
            paint(empty ? null : row);
        }

        @Override
        public void repaint() {
            paint(isEmpty() ? null : getItem());
        }

        private void paint(@Nullable FeatureRow row) {
            Mark mark = row == null ? Mark.UNDECIDED : notes.mark(row.key());
            if (mark == Mark.UNDECIDED) {
                setGraphic(null);
                return;
            }
            pill.setText(mark.title());
            pill.getStyleClass().removeAll(Mark.SUPPRESS.chip(), Mark.KEEP.chip());
            pill.getStyleClass().add(mark.chip());
            setGraphic(pill);
        }
    }
}
