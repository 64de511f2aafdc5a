package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import lacuna.persistence.Quantization;
import lacuna.project.AttackPlan;
import lacuna.project.AttackPlan.Reading;
import lacuna.project.AttackPlan.Relearn;
import lacuna.project.AttackPlan.Weights;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Which checks of persistence to make, with their few settings, and the button that starts them. */
final class PersistenceForm extends VBox {

    /** A way of training again: whether it is wanted, on how many texts, at which rate. */
    private final class RelearnRows {
        final Weights weights;
        final CheckBox wanted = new CheckBox();
        final NumberField texts;
        final NumberField rate;

        RelearnRows(Weights weights, String id, int texts) {
            this.weights = weights;
            this.texts = NumberField.integer(texts, 1, 100_000);
            this.rate = NumberField.decimal(weights.rate(), 1e-9, 1);
            wanted.setId("attack-" + id);
            this.texts.field().setId("attack-" + id + "-texts");
            rate.field().setId("attack-" + id + "-rate");
        }

        boolean isValid() {
            return !wanted.isSelected()
                    || texts.validProperty().get() && rate.validProperty().get();
        }

        /** What is wrong with an entry, as a sentence; empty if nothing is, or none of it is wanted. */
        String problem() {
            String ofTexts = texts.messageProperty().get();
            String ofRate = rate.messageProperty().get();
            return !wanted.isSelected() || ofTexts.isEmpty() && ofRate.isEmpty()
                    ? ""
                    : wanted.getText() + (ofTexts.isEmpty() ? ", rate: " + ofRate : ", texts: " + ofTexts);
        }

        Relearn plan() {
            return new Relearn(weights, texts.intValue(), rate.value());
        }
    }

    private final EvaluateModel model;
    private final EvaluateController controller;
    private final List<CheckBox> roundings = new ArrayList<>();
    private final ObjectProperty<@Nullable Path> prefixes = new SimpleObjectProperty<>(this, "prefixes", null);
    private final HalfChoice part = new HalfChoice("attack-part");
    private final CheckBox lens = new CheckBox("Logit lens");
    private final CheckBox probe = new CheckBox("Linear probes");
    private final RelearnRows lora = new RelearnRows(Weights.SMALL_LORA, "lora", 20);
    private final RelearnRows all = new RelearnRows(Weights.ALL, "full", 100);

    PersistenceForm(EvaluateModel model, EvaluateController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("attack-form");
        VBox fields = new VBox(
                section("Target questions", "Asked before and after each check. A study asks the test half.", part),
                section(
                        "Round the merged model",
                        "To few bits, group by group; undoes edits smaller than a step.",
                        roundings()),
                section("Look inside", "What the residual stream still says, block by block.", readings()),
                section("Ask behind prefixes", "The worst of a list file, one prefix on each line.", prefixLine()),
                section(
                        "Train again, small LoRA",
                        "Rank 128, three epochs over target texts.",
                        relearn(lora, "Train a small LoRA")),
                section("Train again, all weights", "Two epochs over target texts.", relearn(all, "Train all weights")),
                Words.caption("A small model needs a larger rate than the protocols\u2019 to move at all: try 1e-3."));
        fields.getStyleClass().add("attack-fields");
        ScrollPane scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, start());
    }

    private static Node section(String title, String meaning, Node... rows) {
        Label heading = Words.heading(title);
        VBox box = new VBox(heading, Words.caption(meaning));
        box.getChildren().addAll(rows);
        box.getStyleClass().add("attack-section");
        return box;
    }

    private Node roundings() {
        VBox boxes = new VBox(6);
        for (Quantization quantization : Quantization.values()) {
            CheckBox box = new CheckBox(quantization.title());
            box.setId("attack-" + quantization.name().toLowerCase(Locale.ROOT));
            box.setSelected(true);
            box.setUserData(quantization);
            roundings.add(box);
            boxes.getChildren().add(box);
        }
        return boxes;
    }

    private Node readings() {
        lens.setId("attack-lens");
        lens.setTooltip(new Tooltip("The right answer read behind every block; the best block counts"));
        probe.setId("attack-probe");
        probe.setTooltip(new Tooltip(
                "Whether linear classifiers tell target from benign texts, and find the answers; shown under Inside"));
        return new VBox(6, lens, probe);
    }

    private Node prefixLine() {
        Button choose = new Button("Choose a list\u2026", Icon.OPEN.node(13));
        choose.setId("attack-prefixes");
        choose.getStyleClass().add("small");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setOnAction(event -> controller.choosePrefixes().ifPresent(prefixes::set));
        Label name = Words.label("");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        Button none = new Button("", Icon.CLOSE.node(12));
        none.getStyleClass().addAll("flat", "button-icon", "small");
        none.setTooltip(new Tooltip("Without prefixes"));
        none.setAccessibleText("Without prefixes");
        none.visibleProperty().bind(prefixes.isNotNull());
        none.setOnAction(event -> prefixes.set(null));
        prefixes.subscribe(path -> name.setText(path == null ? "No list chosen" : String.valueOf(path.getFileName())));
        HBox line = new HBox(8, choose, name, none);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node relearn(RelearnRows rows, String text) {
        rows.wanted.setText(text);
        HBox texts = labelled("Texts", rows.texts, text + ", texts");
        HBox rate = labelled("Rate", rows.rate, text + ", learning rate");
        HBox settings = new HBox(12, texts, rate);
        settings.disableProperty().bind(rows.wanted.selectedProperty().not());
        return new VBox(6, rows.wanted, settings);
    }

    private static HBox labelled(String text, NumberField field, String spoken) {
        Label label = Words.label(text);
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(field.field());
        field.field().setAccessibleText(spoken);
        field.field().setPrefColumnCount(5);
        HBox box = new HBox(6, label, field);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Node start() {
        Button start = new Button("", Icon.PLAY.node(14));
        start.setId("attack-start");
        start.getStyleClass().add("accent");
        start.setMaxWidth(Double.MAX_VALUE);
        BooleanBinding valid =
                Bindings.createBooleanBinding(() -> lora.isValid() && all.isValid() && plan().size() > 0, watched());
        start.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> plan().size() == 1 ? "Start 1 check" : "Start " + plan().size() + " checks", watched()));
        start.disableProperty()
                .bind(valid.not()
                        .or(model.runProperty().isNull())
                        .or(model.jobProperty().isNotNull()));
        start.setOnAction(event -> controller.attack(plan()));
        Label sentence = Words.caption("");
        sentence.setId("attack-sentence");
        sentence.textProperty().bind(Bindings.createStringBinding(this::sentence, watched()));
        VBox box = new VBox(6, start, sentence);
        box.getStyleClass().add("attack-start");
        return box;
    }

    private String sentence() {
        String problem = lora.problem().isEmpty() ? all.problem() : lora.problem();
        return problem.isEmpty() ? "Each check is kept with the run as soon as it is made." : problem;
    }

    private javafx.beans.Observable[] watched() {
        List<javafx.beans.Observable> all = new ArrayList<>();
        roundings.forEach(box -> all.add(box.selectedProperty()));
        all.add(prefixes);
        all.add(lens.selectedProperty());
        all.add(probe.selectedProperty());
        for (RelearnRows rows : List.of(lora, this.all)) {
            all.add(rows.wanted.selectedProperty());
            for (NumberField field : List.of(rows.texts, rows.rate)) {
                all.add(field.validProperty());
                all.add(field.messageProperty());
            }
        }
        return all.toArray(javafx.beans.Observable[]::new);
    }

    private AttackPlan plan() {
        List<Quantization> chosen = roundings.stream()
                .filter(CheckBox::isSelected)
                .map(box -> (Quantization) box.getUserData())
                .toList();
        List<Relearn> relearnings = new ArrayList<>();
        for (RelearnRows rows : List.of(lora, all)) {
            if (rows.wanted.isSelected()) {
                relearnings.add(rows.plan());
            }
        }
        Set<Reading> readings = EnumSet.noneOf(Reading.class);
        if (lens.isSelected()) {
            readings.add(Reading.LOGIT_LENS);
        }
        if (probe.isSelected()) {
            readings.add(Reading.LINEAR_PROBE);
            readings.add(Reading.ANSWER_PROBE);
        }
        return new AttackPlan(chosen, Optional.ofNullable(prefixes.get()), relearnings, readings, part.getValue());
    }
}
