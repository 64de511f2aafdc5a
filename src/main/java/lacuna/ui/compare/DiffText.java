package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** Flowing text with a wash of colour behind the words that differ. */
final class DiffText extends Region {

    /** Characters from start to end. */
    private record Stretch(int start, int end) {}

    private final Path wash = new Path();
    private final TextFlow flow = new TextFlow();
    private final List<Stretch> changed = new ArrayList<>();

    /** @param styleClass decides the colour of the wash */
    DiffText(String styleClass) {
        getStyleClass().add("diff-text");
        wash.getStyleClass().addAll("diff-wash", styleClass);
        wash.setManaged(false);
        flow.setManaged(false);
        flow.setLineSpacing(3);
        getChildren().addAll(wash, flow);
    }

    /** Other pieces in the place of those shown. */
    void show(List<WordDiff.Piece> pieces, String styleClass) {
        changed.clear();
        List<Text> texts = new ArrayList<>();
        int position = 0;
        for (WordDiff.Piece piece : pieces) {
            Text text = new Text(piece.text());
            text.getStyleClass().addAll("diff-word", styleClass);
            texts.add(text);
            if (piece.changed()) {
                changed.add(new Stretch(
                        position, position + piece.text().stripTrailing().length()));
            }
            position += piece.text().length();
        }
        flow.getChildren().setAll(texts);
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        return flow.prefHeight(width);
    }

    @Override
    protected double computeMinHeight(double width) {
        return flow.prefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 200;
    }

    @Override
    protected void layoutChildren() {
        flow.resizeRelocate(0, 0, getWidth(), getHeight());
        flow.layout();
        List<PathElement> outline = new ArrayList<>();
        for (Stretch stretch : changed) {
            outline.addAll(List.of(flow.rangeShape(stretch.start(), stretch.end())));
        }
        wash.getElements().setAll(outline);
    }
}
