package lacuna.ui.features;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/** The cells of a column, to paint them anew when what they show lies outside the row. Cells the table has dropped are not kept. */
final class LiveCells {

    /** A cell that can read its text again. */
    interface Cell {
        void repaint();
    }

    private final Set<Cell> cells = Collections.newSetFromMap(new WeakHashMap<>());

    <C extends Cell> C register(C cell) {
        cells.add(cell);
        return cell;
    }

    void repaint() {
        cells.forEach(Cell::repaint);
    }
}
