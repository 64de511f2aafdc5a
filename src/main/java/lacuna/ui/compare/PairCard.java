package lacuna.ui.compare;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.ClipboardText;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** A prompt and beneath it the models' continuations beside each other; shows one prompt after another. */
final class PairCard extends VBox {

    private final CompareModel model;
    private final Label group = new Label();
    private final Label prompt = new Label();
    private final Label verdict = Words.label("");
    private final GridPane columns = new GridPane();
    private Subscription subscriptions = Subscription.EMPTY;
    private @Nullable PairEntry pair;

    PairCard(CompareModel model, CompareController controller) {
        this.model = model;
        getStyleClass().add("pair-card");
        columns.getStyleClass().add("pair-columns");
        getChildren().addAll(head(controller), columns);
    }

    /** Null for none: it then listens to nothing. */
    void show(@Nullable PairEntry entry) {
        subscriptions.unsubscribe();
        subscriptions = Subscription.EMPTY;
        pair = entry;
        if (entry == null) {
            return;
        }
        group.setText(Capital.of(entry.prompt().group()));
        group.getStyleClass().setAll("chip", entry.prompt().group());
        prompt.setText(PromptPicker.line(entry.prompt().text()));
        subscriptions = model.blindProperty().subscribe((before, now) -> draw(entry));
        for (String run : model.columns()) {
            subscriptions = subscriptions.and(entry.by(run).subscribe((before, now) -> draw(entry)));
        }
        draw(entry);
    }

    private Node head(CompareController controller) {
        group.setMinWidth(USE_PREF_SIZE);
        prompt.getStyleClass().add("pair-prompt");
        prompt.setWrapText(true);
        prompt.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(prompt, Priority.ALWAYS);
        verdict.setMinWidth(USE_PREF_SIZE);
        Button again = icon(Icon.REFRESH, "Generate this prompt");
        again.disableProperty()
                .bind(model.runningProperty().or(model.problemProperty().isNotEmpty()));
        again.setOnAction(event -> {
            if (pair != null) {
                controller.generate(List.of(pair));
            }
        });
        Button copy = icon(Icon.COPY, "Copy prompt and continuations");
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

    private void draw(PairEntry entry) {
        List<String> order = model.columns(entry);
        PairList.equalColumns(columns, order.size());
        columns.getChildren().clear();
        for (int i = 0; i < order.size(); i++) {
            columns.add(column(entry, order.get(i), order.size()), i, 0);
        }
        // between two the line above says it for both
        verdict.setText(order.size() == 2 ? shared(entry, model.columns().get(1)) : "");
        requestLayout();
    }

    private Node column(PairEntry entry, String run, int models) {
        boolean untouched = run.equals(CompareModel.UNTOUCHED);
        boolean blind = model.blindProperty().get() != null;
        Continuation continuation = entry.by(run).get();
        // while it is hidden which is which, colour must not tell: one for both of two, none among more
        DiffText text = new DiffText(untouched || blind ? "diff-before" : "diff-after");
        switch (continuation.state()) {
            case NONE -> text.show(plain("Not generated yet"), "diff-muted");
            case WAITING -> text.show(plain("Waiting"), "diff-muted");
            case WRITING -> text.show(plain(continuation.text().stripLeading() + " \u258d"), "diff-plain");
            case DONE -> text.show(pieces(entry, run, models), "diff-plain");
        }
        String shared = models > 2 && !untouched && !blind ? shared(entry, run) : "";
        if (shared.isEmpty()) {
            return text;
        }
        Label caption = Words.label(shared);
        return new VBox(4, text, caption);
    }

    private List<WordDiff.Piece> pieces(PairEntry entry, String run, int models) {
        String whole = entry.by(run).get().text();
        boolean untouched = run.equals(CompareModel.UNTOUCHED);
        boolean blind = model.blindProperty().get() != null;
        if (whole.isBlank()) {
            return plain("(ended at once)");
        }
        if (models > 2 && (untouched || blind) || models < 2) {
            return plain(whole.strip());
        }
        String other = untouched ? model.columns().get(1) : CompareModel.UNTOUCHED;
        if (!entry.by(other).get().isDone()) {
            return plain(whole.strip());
        }
        WordDiff diff = diff(entry, untouched ? other : run);
        return untouched ? diff.before() : diff.after();
    }

    private static List<WordDiff.Piece> plain(String text) {
        return List.of(new WordDiff.Piece(text, false));
    }

    /** Of what the run wrote against what the untouched model wrote. */
    private static WordDiff diff(PairEntry entry, String run) {
        return WordDiff.of(
                entry.by(CompareModel.UNTOUCHED).get().text().strip(),
                entry.by(run).get().text().strip());
    }

    private static String shared(PairEntry entry, String run) {
        if (!entry.by(CompareModel.UNTOUCHED).get().isDone()
                || !entry.by(run).get().isDone()) {
            return "";
        }
        WordDiff diff = diff(entry, run);
        return diff.isIdentical() ? "Identical" : diff.common() + " of " + diff.words() + " words shared";
    }

    private void copy() {
        PairEntry entry = pair;
        if (entry == null) {
            return;
        }
        StringBuilder text = new StringBuilder("Prompt: " + entry.prompt().text() + "\n");
        boolean blind = model.blindProperty().get() != null;
        List<String> order = model.columns(entry);
        for (int i = 0; i < order.size(); i++) {
            String run = order.get(i);
            text.append(blind ? PairList.letter(i) : PairList.name(run))
                    .append(": ")
                    .append(entry.by(run).get().text().strip())
                    .append('\n');
        }
        ClipboardText.copy(text.toString());
    }
}
