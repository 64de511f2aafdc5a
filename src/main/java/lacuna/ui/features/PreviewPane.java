package lacuna.ui.features;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.model.HookPoint;
import lacuna.ui.features.PreviewRequest.Side;
import lacuna.ui.widget.MetricCard;
import lacuna.ui.widget.NumberField;
import org.jspecify.annotations.Nullable;

/** The marked features clamped at inference beside the model as it is: a bad choice costs seconds, not a training run. */
final class PreviewPane {

    private static final double CLAMP = 5;
    private static final int NEW_TOKENS = 40;

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final TextField prompt = new TextField();
    private final MenuButton prompts = new MenuButton("Prompts");
    private List<String> offered = List.of();
    private final ToggleButton zero = new ToggleButton("To 0");
    private final ToggleButton negative = new ToggleButton("To \u2212m");
    private final NumberField strength = NumberField.decimal(CLAMP, 0, 100_000);
    private final NumberField tokens = NumberField.integer(NEW_TOKENS, 1, 2000);
    private final NumberField seed = NumberField.integer(1, 0, Integer.MAX_VALUE);
    private final Button run = new Button("Preview");
    private final Label chosen = new Label();
    private final MetricCard target = new MetricCard("Target perplexity");
    private final MetricCard benign = new MetricCard("Benign perplexity");
    private final PreviewSide clean = new PreviewSide("As it is", "preview-clean");
    private final PreviewSide clamped = new PreviewSide("Clamped", "preview-clamped");
    private final BorderPane root = new BorderPane();
    private final Subscription subscriptions;

    PreviewPane(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        this.actions = actions;
        root.setTop(top());
        root.setCenter(sides());
        root.setId("preview");
        root.getStyleClass().add("panel");
        subscriptions = Subscription.combine(
                model.notes().revisionProperty().subscribe(now -> showChosen()),
                model.previewProperty().subscribe(this::show),
                model.stateProperty().subscribe(now -> offerPrompts()));
    }

    Region root() {
        return root;
    }

    void close() {
        subscriptions.unsubscribe();
    }

    private Node top() {
        prompt.setId("preview-prompt");
        prompt.setPromptText("A prompt");
        prompt.setAccessibleText("Prompt");
        HBox.setHgrow(prompt, Priority.ALWAYS);
        prompts.setId("preview-prompts");
        prompts.setMinWidth(Region.USE_PREF_SIZE);
        prompts.setTooltip(new Tooltip("Prompts of the project"));
        run.setId("preview-run");
        run.getStyleClass().add("accent");
        run.setMinWidth(Region.USE_PREF_SIZE);
        run.setOnAction(event -> start());
        chosen.setId("preview-chosen");
        chosen.getStyleClass().add("caption");
        chosen.setMinWidth(Region.USE_PREF_SIZE);
        HBox first = new HBox(prompt, prompts, run);
        first.getStyleClass().add("panel-line");
        ToggleGroup forms = new ToggleGroup();
        for (ToggleButton form : List.of(zero, negative)) {
            form.setToggleGroup(forms);
            form.getStyleClass().add("small");
            form.setMinWidth(Region.USE_PREF_SIZE);
            form.setOnAction(event -> form.setSelected(true));
        }
        zero.setId("preview-zero");
        zero.setTooltip(new Tooltip("Marked features are switched off wherever they are on"));
        negative.setId("preview-negative");
        negative.setSelected(true);
        negative.setTooltip(new Tooltip(
                "Marked features are set to \u2212m wherever they are on: zero alone often removes too little"));
        strength.field().setId("preview-strength");
        strength.field().setAccessibleText("m, the strength of the clamp");
        strength.disableProperty().bind(zero.selectedProperty());
        tokens.field().setId("preview-tokens");
        tokens.field().setAccessibleText("Tokens to write");
        seed.field().setId("preview-seed");
        seed.field().setAccessibleText("Seed");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox second = new HBox(
                chosen,
                space,
                zero,
                negative,
                caption("m"),
                strength,
                caption("Tokens"),
                tokens,
                caption("Seed"),
                seed);
        second.getStyleClass().add("panel-head");
        return new VBox(first, second);
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private Node sides() {
        target.setId("preview-target");
        benign.setId("preview-benign");
        VBox cards = new VBox(target, benign);
        cards.getStyleClass().addAll("panel-column", "preview-cards");
        cards.setMinWidth(150);
        cards.setPrefWidth(160);
        HBox all = new HBox(clean.root(), clamped.root(), cards);
        all.getStyleClass().add("panel-columns");
        for (Region side : List.of(clean.root(), clamped.root())) {
            HBox.setHgrow(side, Priority.ALWAYS);
            side.setPrefWidth(10);
        }
        return all;
    }

    private void offerPrompts() {
        List<String> now = actions.prompts();
        if (!offered.equals(now)) {
            offered = now;
            prompts.getItems().clear();
            for (String one : now) {
                MenuItem item = new MenuItem(one);
                item.setMnemonicParsing(false);
                item.setOnAction(event -> prompt.setText(one));
                prompts.getItems().add(item);
            }
            prompts.setDisable(now.isEmpty());
            prompt.setText(now.isEmpty() ? "" : now.get(0));
        }
    }

    private void showChosen() {
        int count = model.notes().suppressedCount();
        chosen.setText(
                count == 0 ? "Mark features to suppress first" : String.format("%,d marked features clamped", count));
        run.setDisable(count == 0);
    }

    private void start() {
        Set<Side> wanted = EnumSet.noneOf(Side.class);
        if (!clean.isFrozen()) {
            wanted.add(Side.CLEAN);
        }
        if (!clamped.isFrozen()) {
            wanted.add(Side.CLAMPED);
        }
        double value = zero.isSelected() ? 0 : -strength.value();
        actions.preview(new PreviewRequest(prompt(), suppressed(), value, tokens.intValue(), seed.intValue(), wanted));
    }

    /** What is typed; a prompt of the project that was not changed keeps its line breaks, which a field of one line drops. */
    private String prompt() {
        String typed = prompt.getText();
        return offered.stream()
                .filter(one -> one.replaceAll("[\\n\\r\\t]", "").equals(typed))
                .findFirst()
                .orElse(typed);
    }

    private Map<HookPoint, List<Integer>> suppressed() {
        Map<HookPoint, List<Integer>> features = new TreeMap<>();
        model.notes().all().forEach((key, note) -> {
            if (note.mark() == Mark.SUPPRESS) {
                features.computeIfAbsent(key.hook(), missing -> new ArrayList<>())
                        .add(key.feature());
            }
        });
        return features;
    }

    private void show(@Nullable Previewed previewed) {
        if (previewed == null) {
            clean.clear();
            clamped.clear();
            target.setValue("\u2013", "");
            benign.setValue("\u2013", "");
            return;
        }
        PreviewRequest request = previewed.request();
        PreviewResult result = previewed.result();
        String how = String.format(
                "%,d features to %s",
                request.featureCount(), Numbers.plain(request.value()).replace('-', '\u2212'));
        String clampedText = result.texts().get(Side.CLAMPED);
        String cleanText = result.texts().get(Side.CLEAN);
        if (cleanText != null) {
            clean.show(request.prompt(), cleanText, "seed " + request.seed());
        }
        if (clampedText != null) {
            clamped.show(request.prompt(), clampedText, how);
        }
        // more surprise at the target is what is wanted, at the benign texts what it costs
        showChange(target, result.target(), MetricCard.Tone.GOOD, result.documents());
        showChange(benign, result.benign(), MetricCard.Tone.BAD, result.documents());
    }

    private static void showChange(MetricCard card, PreviewResult.Change change, MetricCard.Tone grown, int documents) {
        card.setValue(Numbers.ratioShort(change.clamped()), "from " + Numbers.ratioShort(change.clean()));
        double percent = 100 * change.share();
        boolean still = Math.abs(percent) < 1;
        card.setDelta(
                String.format("%s%.1f %%", percent < 0 ? "\u2212" : "+", Math.abs(percent)),
                still || percent < 0 ? MetricCard.Tone.NEUTRAL : grown);
        Tips.set(card, "On the first held-out documents of each kind, at most " + documents);
    }
}
