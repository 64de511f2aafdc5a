package lacuna.ui.features;

import javafx.scene.canvas.GraphicsContext;
import lacuna.ui.theme.SeriesColor;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;

/** How marked and selected features stand out among dots, and what a dot says about its feature: alike in all pictures. */
final class DotMarks {

    private DotMarks() {}

    /** By form and colour; nothing for an undecided feature. */
    static void paint(GraphicsContext g, Theme theme, Mark mark, double x, double y) {
        if (mark == Mark.UNDECIDED) {
            return;
        }
        g.setFill(Surface.BACKGROUND.on(theme));
        g.fillOval(x - 5, y - 5, 10, 10);
        g.setFill((mark == Mark.SUPPRESS ? SeriesColor.TARGET : SeriesColor.BENIGN).on(theme));
        if (mark == Mark.SUPPRESS) {
            g.fillOval(x - 3.5, y - 3.5, 7, 7);
        } else {
            g.fillRect(x - 3.5, y - 3.5, 7, 7); // not by colour alone
        }
    }

    static void paintSelected(GraphicsContext g, Theme theme, double x, double y) {
        g.setStroke(Surface.ACCENT.on(theme));
        g.setLineWidth(2);
        g.strokeOval(x - 7, y - 7, 14, 14);
    }

    static String tip(FeatureRow row, FeatureNotes notes) {
        String label = notes.shownLabel(row.key());
        return String.format(
                "%s%s\ntarget %s %%, benign %s %%, \u03c1 %s",
                row.key(),
                label.isEmpty() ? "" : "  " + label,
                Numbers.percentPrecise(row.target().rate()),
                Numbers.percentPrecise(row.benign().rate()),
                Numbers.ratioShort(row.ratio()));
    }
}
