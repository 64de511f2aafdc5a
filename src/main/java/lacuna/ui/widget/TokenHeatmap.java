package lacuna.ui.widget;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import lacuna.ui.theme.ActivationScale;
import lacuna.ui.theme.Fonts;
import lacuna.ui.theme.Surface;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/**
 * A passage whose tokens are coloured by their activation. Paints on a canvas no larger than itself: give it its preferred height
 * (a few lines in a list), or less, and it scrolls. The value is never told by colour alone: hover or the arrow keys show token,
 * id and number; Ctrl+C copies the text.
 */
public final class TokenHeatmap extends Region {

    private static final double LINE_HEIGHT = 22;
    private static final double FONT_SIZE = 13;

    private final Canvas canvas = new Canvas();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Tooltip tooltip = new Tooltip();
    private final Text ruler = new Text();
    private final Map<String, Double> widths = new HashMap<>();
    private final Font font = Font.font(Fonts.TEXT, FONT_SIZE);
    private final ReadOnlyObjectWrapper<@Nullable HeatToken> current =
            new ReadOnlyObjectWrapper<>(this, "current", null);

    private List<HeatToken> tokens = List.of();
    private double max = 1;
    private ActivationScale.Hue hue = ActivationScale.Hue.TARGET;
    private ActivationScale scale = new ActivationScale(hue, Theme.LIGHT);
    private Theme theme = Theme.LIGHT;
    private HeatLayout layout = new HeatLayout(List.of(), 1, text -> 0);
    private double layoutWidth = -1;
    private int marked = -1;
    private final ReadOnlyObjectWrapper<@Nullable TokenSpan> selection =
            new ReadOnlyObjectWrapper<>(this, "selection", null);
    private int anchor = -1;

    public TokenHeatmap(ThemeManager themes) {
        getStyleClass().add("token-heatmap");
        ruler.setFont(font);
        scrollBar.setOrientation(Orientation.VERTICAL);
        scrollBar.setVisible(false);
        scrollBar.valueProperty().addListener(observable -> paint());
        getChildren().addAll(canvas, scrollBar);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT);
        listen();
        themes.follow(this, now -> {
            theme = now;
            scale = new ActivationScale(hue, now);
            paint();
        });
    }

    /**
     * @param shown the tokens in order
     * @param maximum the value painted strongest; the same for all passages that are to be compared
     */
    public void show(List<HeatToken> shown, double maximum, ActivationScale.Hue inHue) {
        tokens = List.copyOf(shown);
        max = maximum > 0 ? maximum : 1;
        hue = inHue;
        scale = new ActivationScale(hue, theme);
        marked = -1;
        current.set(null);
        tooltip.hide();
        layoutWidth = -1;
        scrollBar.setValue(0);
        setAccessibleText(describe());
        requestLayout();
        if (getWidth() > 0) {
            layoutChildren();
        }
    }

    /**
     * Lets tokens be selected: by dragging over them, or with Shift and the arrow keys; a click takes one, a click beside the text none.
     */
    public void allowSelection() {
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() == MouseButton.PRIMARY) { // another opens the menu
                anchor = tokenAt(event.getX(), event.getY());
                select(anchor < 0 ? null : TokenSpan.between(anchor, anchor));
            }
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            int token = tokenAt(event.getX(), event.getY());
            if (event.isPrimaryButtonDown() && anchor >= 0 && token >= 0) {
                select(TokenSpan.between(anchor, token));
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            int step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
            if (event.isShiftDown() && step != 0 && marked >= 0) {
                anchor = anchor < 0 ? marked : anchor;
                mark(Math.max(0, Math.min(tokens.size() - 1, marked + step)));
                scrollToMarked();
                select(TokenSpan.between(anchor, marked));
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE && selection.get() != null) {
                clearSelection();
                event.consume();
            }
        });
    }

    /** The tokens selected, or null. */
    public ReadOnlyObjectProperty<@Nullable TokenSpan> selectionProperty() {
        return selection.getReadOnlyProperty();
    }

    public void clearSelection() {
        anchor = -1;
        select(null);
    }

    private void select(@Nullable TokenSpan span) {
        selection.set(span);
        paint();
    }

    /** The same tokens with other values: what is selected, and how far it is scrolled, stays. */
    public void recolour(List<HeatToken> shown, double maximum, ActivationScale.Hue inHue) {
        TokenSpan before = selection.get();
        double scrolled = scrollBar.getValue();
        boolean same = shown.size() == tokens.size();
        show(shown, maximum, inHue);
        if (same) {
            scrollBar.setValue(scrolled);
            select(before);
        } else {
            clearSelection();
        }
    }

    /** The token under the pointer or the arrow keys, or null. */
    public ReadOnlyObjectProperty<@Nullable HeatToken> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The passage without colours. */
    public String text() {
        return tokens.stream().map(HeatToken::piece).collect(Collectors.joining());
    }

    private String describe() {
        return tokens.stream()
                .max((a, b) -> Double.compare(a.value(), b.value()))
                .map(peak -> text().strip() + ". Strongest token: "
                        + peak.piece().strip() + ", " + number(peak.value()) + ".")
                .orElse("Empty passage");
    }

    private void listen() {
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> {
            mark(tokenAt(event.getX(), event.getY()));
            HeatToken token = current.get();
            if (token == null) {
                tooltip.hide();
            } else {
                tooltip.setText(tip(token));
                tooltip.show(this, event.getScreenX() + 12, event.getScreenY() + 16);
            }
        });
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> {
            tooltip.hide();
            mark(-1);
        });
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        setOnScroll(event -> {
            if (scrollBar.isVisible()) {
                scrollBar.setValue(clamp(scrollBar.getValue() - event.getDeltaY(), scrollBar.getMax()));
                event.consume();
            }
        });
        MenuItem text = new MenuItem("Copy text");
        text.setOnAction(event -> copy(text()));
        MenuItem values = new MenuItem("Copy tokens with values");
        values.setOnAction(event -> copy(table()));
        ContextMenu menu = new ContextMenu(text, values);
        setOnContextMenuRequested(event -> menu.show(this, event.getScreenX(), event.getScreenY()));
    }

    private void onKey(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            copy(text());
        } else if (event.getCode() == KeyCode.RIGHT) {
            mark(Math.min(tokens.size() - 1, marked + 1));
        } else if (event.getCode() == KeyCode.LEFT) {
            mark(Math.max(0, marked - 1));
        } else if (event.getCode() == KeyCode.HOME) {
            mark(0);
        } else if (event.getCode() == KeyCode.END) {
            mark(tokens.size() - 1);
        } else {
            return;
        }
        HeatToken token = current.get();
        if (token != null) {
            setAccessibleText(tip(token));
        }
        scrollToMarked();
        event.consume();
    }

    /** As little as brings the whole line of the marked token into sight. */
    private void scrollToMarked() {
        if (!scrollBar.isVisible()) {
            return;
        }
        for (int line = 0; line < layout.lines().size(); line++) {
            if (layout.lines().get(line).stream().anyMatch(cell -> cell.token() == marked)) {
                double top = line * LINE_HEIGHT;
                double least = top + LINE_HEIGHT - getHeight();
                scrollBar.setValue(clamp(Math.min(top, Math.max(least, scrollBar.getValue())), scrollBar.getMax()));
                return;
            }
        }
    }

    private void mark(int token) {
        int valid = token < tokens.size() ? token : -1;
        if (valid != marked) {
            marked = valid;
            current.set(valid < 0 ? null : tokens.get(valid));
            paint();
        }
    }

    private static String tip(HeatToken token) {
        String piece = token.piece().replace("\n", HeatLayout.RETURN).replace("\t", "\\t");
        String id = token.id() < 0 ? "" : "\nid " + token.id();
        return "\u201c" + piece + "\u201d" + id + "\nactivation " + number(token.value());
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format("%.3g", value);
    }

    private String table() {
        return tokens.stream()
                .map(t -> String.format(Locale.ROOT, "%s\t%d\t%.6g", t.piece().replace("\n", "\\n"), t.id(), t.value()))
                .collect(Collectors.joining("\n"));
    }

    private static void copy(String text) {
        ClipboardText.copy(text);
    }

    private int tokenAt(double x, double y) {
        int line = (int) Math.floor((y + scrollBar.getValue()) / LINE_HEIGHT);
        if (line < 0 || line >= layout.lines().size()) {
            return -1;
        }
        for (HeatLayout.Cell cell : layout.lines().get(line)) {
            if (x >= cell.x() && x < cell.x() + cell.width()) {
                return cell.token();
            }
        }
        return -1;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = width > 0 ? width : getWidth() > 0 ? getWidth() : 600;
        arrange(wide);
        return Math.max(1, layout.lines().size()) * LINE_HEIGHT;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 600;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 80;
    }

    @Override
    protected double computeMinHeight(double width) {
        return LINE_HEIGHT;
    }

    private void arrange(double width) {
        if (width != layoutWidth) {
            layout = new HeatLayout(tokens, width, this::measure);
            layoutWidth = width;
        }
    }

    private double measure(String text) {
        return widths.computeIfAbsent(text, missing -> {
            ruler.setText(missing);
            return ruler.getLayoutBounds().getWidth();
        });
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        arrange(width);
        double needed = layout.lines().size() * LINE_HEIGHT;
        boolean scrolls = needed > height + 0.5;
        if (scrolls) {
            double bar = Math.max(10, scrollBar.prefWidth(-1));
            arrange(width - bar - 2);
            needed = layout.lines().size() * LINE_HEIGHT;
            scrollBar.setMax(Math.max(0, needed - height));
            scrollBar.setVisibleAmount(scrollBar.getMax() * height / Math.max(1, needed));
            scrollBar.setBlockIncrement(height);
            scrollBar.setUnitIncrement(LINE_HEIGHT);
            scrollBar.resizeRelocate(width - bar, 0, bar, height);
        } else {
            scrollBar.setValue(0);
        }
        scrollBar.setVisible(scrolls);
        canvas.setWidth(scrolls ? width - scrollBar.getWidth() : width);
        canvas.setHeight(height);
        paint();
    }

    private void paint() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setFont(font);
        double offset = scrollBar.isVisible() ? scrollBar.getValue() : 0;
        int first = Math.max(0, (int) (offset / LINE_HEIGHT));
        int last = Math.min(layout.lines().size() - 1, (int) ((offset + canvas.getHeight()) / LINE_HEIGHT));
        for (int line = first; line <= last; line++) {
            for (HeatLayout.Cell cell : layout.lines().get(line)) {
                paint(g, cell, line * LINE_HEIGHT - offset);
            }
        }
    }

    private void paint(GraphicsContext g, HeatLayout.Cell cell, double y) {
        HeatToken token = tokens.get(cell.token());
        double share = token.value() / max;
        String text = cell.text();
        TokenSpan selected = selection.get();
        if (selected != null && selected.holds(cell.token())) {
            g.setFill(Surface.ACCENT.on(theme).deriveColor(0, 1, 1, 0.22));
            g.fillRect(cell.x(), y, cell.width() + 0.5, LINE_HEIGHT);
        }
        // the box hugs the word: the space before it stays bare, so that neighbours do not run into one bar
        double indent = text.length() > 1 && text.charAt(0) == ' ' ? measure(" ") : 0;
        double x = cell.x() + indent;
        double width = Math.max(3, cell.width() - indent);
        if (share > 0) {
            g.setFill(scale.at(share));
            g.fillRoundRect(x - 0.5, y + 2, width + 1, LINE_HEIGHT - 4, 5, 5);
        }
        g.setFill(share > 0 ? scale.textOn(share) : Surface.TEXT.on(theme));
        if (text.contains(HeatLayout.RETURN) && share <= 0) {
            g.setFill(Surface.MUTED.on(theme).deriveColor(0, 1, 1, 0.6));
        }
        g.fillText(text, cell.x(), y + 15.5);
        if (token.flagged()) {
            g.setStroke(Surface.TEXT.on(theme));
            g.setLineWidth(1.5);
            g.strokeLine(x, y + LINE_HEIGHT - 3, x + width, y + LINE_HEIGHT - 3);
        }
        if (cell.token() == marked) {
            g.setStroke(Surface.ACCENT.on(theme));
            g.setLineWidth(1.5);
            g.strokeRoundRect(x - 1, y + 1.5, width + 2, LINE_HEIGHT - 3, 6, 6);
        }
    }

    private static double clamp(double value, double upper) {
        return Math.max(0, Math.min(upper, value));
    }
}
