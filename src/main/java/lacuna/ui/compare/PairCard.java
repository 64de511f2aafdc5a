package lacuna.ui.compare;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.theme.Icon;

/** One prompt across, and beneath it the two continuations in columns of equal width. */
final class PairCard extends VBox {

    private final PairEntry pair;
    private final CompareModel model;
    private final Label verdict = new Label();
    private final GridPane columns = new GridPane();
    private final Subscription subscriptions;

    PairCard(PairEntry pair, CompareModel model, CompareController controller) {
        this.pair = pair;
        this.model = model;
        getStyleClass().add("pair-card");
        columns.getStyleClass().add("pair-columns");
        for (int i = 0; i < 2; i++) {
            ColumnConstraints half = new ColumnConstraints();
            half.setPercentWidth(50);
            columns.getColumnConstraints().add(half);
        }
        getChildren().addAll(head(controller), columns);
        subscriptions = pair.beforeProperty()
                .subscribe(now -> show())
                .and(pair.afterProperty().subscribe(now -> show()))
                .and(model.blindProperty().subscribe(now -> show()))
                .and(model.runProperty().subscribe(now -> show()));
    }

    PairEntry pair() {
        return pair;
    }

    /** Ends its listening; call it when the card is taken away. */
    void dispose() {
        subscriptions.unsubscribe();
    }

    private Node head(CompareController controller) {
        Label group = new Label(pair.prompt().group());
        group.getStyleClass().addAll("chip", pair.prompt().group());
        group.setMinWidth(USE_PREF_SIZE);
        Label prompt = new Label(pair.prompt().text());
        prompt.getStyleClass().add("pair-prompt");
        prompt.setWrapText(true);
        prompt.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(prompt, Priority.ALWAYS);
        verdict.setMinWidth(USE_PREF_SIZE);
        Button again = icon(Icon.REFRESH, "Generate this prompt");
        again.disableProperty().bind(model.runningProperty());
        again.setOnAction(event -> controller.generate(List.of(pair)));
        Button copy = icon(Icon.COPY, "Copy prompt and both continuations");
        copy.setOnAction(event -> copy());
        HBox line = new HBox(8, group, prompt, verdict, again, copy);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static Button icon(Icon icon, String text) {
        Button button = new Button("", icon.node(14));
        button.getStyleClass().addAll("flat", "button-icon", "small");
        button.setTooltip(new Tooltip(text));
        button.setAccessibleText(text);
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private void show() {
        Continuation before = pair.beforeProperty().get();
        Continuation after = pair.afterProperty().get();
        boolean both = before.isDone() && after.isDone();
        WordDiff diff = both ? WordDiff.of(before.text().strip(), after.text().strip()) : WordDiff.of("", "");
        Side left = model.left(pair);
        columns.getChildren().clear();
        columns.add(text(left, both, diff), 0, 0);
        columns.add(text(left.other(), both, diff), 1, 0);
        showVerdict(both, diff);
    }

    private void showVerdict(boolean both, WordDiff diff) {
        verdict.getStyleClass().setAll("caption");
        if (!both) {
            verdict.setText("");
        } else if (diff.isIdentical()) {
            verdict.setText("identical");
        } else {
            verdict.setText(diff.common() + " of " + diff.words() + " words shared");
        }
    }

    private Node text(Side side, boolean both, WordDiff diff) {
        Continuation continuation = pair.side(side).get();
        // while it is hidden which side is which, colour must not tell
        DiffText text = new DiffText(model.blindProperty().get() == null ? side : Side.BEFORE);
        switch (continuation.state()) {
            case NONE -> text.show(List.of(new WordDiff.Piece(nothing(side), false)), "diff-muted");
            case WAITING -> text.show(List.of(new WordDiff.Piece("Waiting", false)), "diff-muted");
            case WRITING ->
                text.show(
                        List.of(new WordDiff.Piece(continuation.text().stripLeading() + " \u258d", false)),
                        "diff-plain");
            case DONE ->
                text.show(
                        trimmed(both, side == Side.BEFORE ? diff.before() : diff.after(), continuation.text()),
                        "diff-plain");
        }
        return text;
    }

    private String nothing(Side side) {
        return side == Side.AFTER && model.runProperty().get() == null ? "No finished run yet" : "Not generated yet";
    }

    private static List<WordDiff.Piece> trimmed(boolean both, List<WordDiff.Piece> pieces, String whole) {
        if (whole.isBlank()) {
            return List.of(new WordDiff.Piece("(ended at once)", false));
        }
        if (!both) {
            return List.of(new WordDiff.Piece(whole.strip(), false));
        }
        return pieces;
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString("Prompt: " + pair.prompt().text() + "\nBefore: "
                + pair.beforeProperty().get().text().strip() + "\nAfter: "
                + pair.afterProperty().get().text().strip() + "\n");
        Clipboard.getSystemClipboard().setContent(content);
    }
}
