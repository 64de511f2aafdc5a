package lacuna.ui.app;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.ClipboardText;
import org.jspecify.annotations.Nullable;

/** The newest error across the top of the place: its sentence, and on request the details. Stays until it is put away. */
final class ErrorBanner extends VBox {

    private final Label sentence = new Label();
    private final Hyperlink more = new Hyperlink("Details");
    private final TextArea details = new TextArea();
    private Errors.@Nullable Entry shown;

    ErrorBanner(Errors errors) {
        getStyleClass().add("error-banner");
        setId("error-banner");
        sentence.setWrapText(true);
        sentence.setId("error-sentence");
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        more.setId("error-details");
        more.setOnAction(event -> expand(!details.isVisible()));
        more.setMinWidth(USE_PREF_SIZE);
        Button close = iconButton(Icon.CLOSE, "Dismiss");
        close.setId("error-close");
        close.setOnAction(event -> put(null));
        Button copy = iconButton(Icon.COPY, "Copy for a report");
        copy.setOnAction(event -> copy());
        HBox line = new HBox(Icon.ERROR.node(16), sentence, more, copy, close);
        line.getStyleClass().add("error-line");
        line.setAlignment(Pos.CENTER_LEFT);
        details.setEditable(false);
        details.setAccessibleText("Details of the error");
        details.setPrefRowCount(8);
        details.getStyleClass().add("error-trace");
        getChildren().addAll(line, details);
        errors.entries().addListener((ListChangeListener<Errors.Entry>) change -> {
            var all = change.getList();
            put(all.isEmpty() ? null : all.get(all.size() - 1));
        });
        put(null);
    }

    private static Button iconButton(Icon icon, String text) {
        Button button = new Button("", icon.node(14));
        button.getStyleClass().addAll("flat", "button-icon", "small");
        button.setTooltip(new Tooltip(text));
        button.setAccessibleText(text);
        return button;
    }

    private void put(Errors.@Nullable Entry entry) {
        shown = entry;
        setVisible(entry != null);
        setManaged(entry != null);
        sentence.setText(entry == null ? "" : entry.sentence());
        details.setText(entry == null ? "" : entry.details());
        boolean hasDetails = !details.getText().isEmpty();
        more.setVisible(hasDetails);
        more.setManaged(hasDetails);
        expand(false);
    }

    private void expand(boolean open) {
        details.setVisible(open);
        details.setManaged(open);
        more.setText(open ? "Hide details" : "Details");
    }

    private void copy() {
        Errors.Entry entry = shown;
        if (entry != null) {
            ClipboardText.copy(entry.at() + " " + entry.sentence() + "\n" + entry.details());
        }
    }
}
