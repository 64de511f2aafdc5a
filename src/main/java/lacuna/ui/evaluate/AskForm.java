package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.project.AskPlan;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Which questions, under which protocol, and what they look like before they are asked. */
final class AskForm extends VBox {

    /** Of the choices' orders. */
    private enum Orders {
        NONE("As in the file", Optional.empty()),
        CYCLIC("Cyclic, as many as choices", Optional.of(OptionOrders.Orders.CYCLIC)),
        ALL("All, 24 for four choices", Optional.of(OptionOrders.Orders.ALL));

        private final String title;
        private final Optional<OptionOrders.Orders> orders;

        Orders(String title, Optional<OptionOrders.Orders> orders) {
            this.title = title;
            this.orders = orders;
        }
    }

    private final EvaluateModel model;
    private final EvaluateController controller;
    private final ComboBox<Path> file;
    private final HalfChoice part = new HalfChoice("ask-part");
    private final ComboBox<Orders> orders = new ComboBox<>();
    private final ObjectProperty<Protocol> protocol =
            new SimpleObjectProperty<>(this, "protocol", Protocol.CONTINUATION_LIKELIHOOD);
    private final ObjectProperty<@Nullable Path> shots = new SimpleObjectProperty<>(this, "shots", null);
    private final ObjectProperty<@Nullable QuestionSet> set = new SimpleObjectProperty<>(this, "set", null);
    private final Label preview = Words.caption("");

    AskForm(EvaluateModel model, EvaluateController controller) {
        this.model = model;
        this.controller = controller;
        this.file = new ComboBox<>(model.questionFiles());
        preview.setId("ask-preview");
        getStyleClass().add("attack-form");
        VBox fields = new VBox(
                section("Questions", source(), preview),
                section("Protocol", protocols(), shotsLine()),
                section("Half of the set", part),
                section(
                        "Orders of the choices",
                        choice(orders, "ask-orders", "Orders of the choices", one -> one.title)));
        fields.getStyleClass().add("attack-fields");
        orders.getItems().setAll(Orders.values());
        orders.setValue(Orders.NONE);
        ScrollPane scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, start());
        file.valueProperty().subscribe(now -> read());
        part.valueProperty().subscribe(now -> read());
        model.questionFiles().addListener((ListChangeListener<Path>) change -> chooseFirst());
        chooseFirst();
    }

    /** Another project has other files; the one that was chosen is not kept for it. */
    private void chooseFirst() {
        List<Path> files = model.questionFiles();
        if (!files.contains(file.getValue())) {
            file.setValue(files.isEmpty() ? null : files.get(0));
        }
    }

    private Node source() {
        file.setId("ask-file");
        file.setAccessibleText("Question file");
        file.setPromptText("No file");
        file.setMaxWidth(Double.MAX_VALUE);
        file.setMinWidth(0);
        HBox.setHgrow(file, Priority.ALWAYS);
        file.setConverter(shown(path -> String.valueOf(path.getFileName())));
        Button open = new Button("Open\u2026", Icon.OPEN.node(13));
        open.setId("ask-open");
        open.setMinWidth(USE_PREF_SIZE);
        open.setTooltip(new Tooltip("A question file of your own: .json, .jsonl or .csv"));
        open.setOnAction(event -> controller.chooseQuestions().ifPresent(file::setValue));
        return new HBox(8, file, open);
    }

    private void read() {
        Path chosen = file.getValue();
        QuestionSet.Part half = part.getValue();
        set.set(null);
        preview.getStyleClass().setAll("caption");
        if (chosen == null || half == null) {
            preview.setText("The project names no questions. Open a file.");
            return;
        }
        preview.setText("Reading the questions");
        controller.preview(chosen, half, found -> {
            if (chosen.equals(file.getValue()) && half == part.getValue()) {
                set.set(found.set());
                if (found.set() == null) {
                    preview.getStyleClass().add("evaluate-problem");
                }
                preview.setText(found.set() == null ? found.problem() : words(found.set()));
            }
        });
    }

    private static String words(QuestionSet found) {
        Question first = found.questions().get(0);
        long subjects =
                found.questions().stream().map(Question::subject).distinct().count();
        return found.size() + (found.size() == 1 ? " question" : " questions")
                + (subjects > 1 ? ", " + subjects + " subjects" : "") + ". The first: \u201c"
                + shortened(first.question()) + "\u201d " + first.letter(first.answer()) + ". "
                + shortened(first.choices().get(first.answer()));
    }

    private static String shortened(String text) {
        String line = text.strip().replace('\n', ' ');
        return line.length() <= 160 ? line : line.substring(0, 157) + "\u2026";
    }

    private Node protocols() {
        ToggleGroup group = new ToggleGroup();
        VBox box = new VBox(6);
        box.getChildren()
                .add(radio(
                        "By the text of the choices",
                        "continuation",
                        Protocol.CONTINUATION_LIKELIHOOD,
                        group,
                        "The choice that is the most probable continuation; choices are not shown"));
        box.getChildren()
                .add(radio(
                        "By letter, as CRISP asks",
                        "crisp",
                        Protocol.CRISP_LETTERS,
                        group,
                        "The prompt of CRISP\u2019s released code, zero-shot"));
        box.getChildren()
                .add(radio(
                        "By letter, as lm-evaluation-harness",
                        "harness",
                        Protocol.HARNESS_LETTERS,
                        group,
                        "The prompt of lm-evaluation-harness for WMDP and MMLU, zero- or few-shot"));
        return box;
    }

    private RadioButton radio(String text, String id, Protocol value, ToggleGroup group, String meaning) {
        RadioButton radio = new RadioButton(text);
        radio.setId("ask-" + id);
        radio.setTooltip(new Tooltip(meaning));
        radio.setToggleGroup(group);
        radio.setSelected(protocol.get() == value);
        radio.setOnAction(event -> protocol.set(value));
        return radio;
    }

    private Node shotsLine() {
        Button choose = new Button("Answered examples\u2026");
        choose.setId("ask-shots");
        choose.getStyleClass().add("small");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setTooltip(new Tooltip("Questions that stand, answered, before each: few-shot"));
        choose.setOnAction(event -> shots.set(controller.chooseShots().orElse(null)));
        Label name = Words.caption("");
        shots.subscribe(path -> name.setText(path == null ? "zero-shot" : String.valueOf(path.getFileName())));
        HBox line = new HBox(8, choose, name);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        line.visibleProperty().bind(protocol.isEqualTo(Protocol.HARNESS_LETTERS));
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    private static <T> Node choice(
            ComboBox<T> box, String id, String spoken, java.util.function.Function<T, String> name) {
        box.setId(id);
        box.setAccessibleText(spoken);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(shown(name));
        return box;
    }

    private static <T> StringConverter<T> shown(java.util.function.Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        };
    }

    private Node start() {
        Button start = new Button("", Icon.PLAY.node(14));
        start.setId("ask-start");
        start.getStyleClass().add("accent");
        start.setMaxWidth(Double.MAX_VALUE);
        start.textProperty()
                .bind(set.map(found -> found.size() == 1
                                ? "Ask 1 question"
                                : String.format(Locale.ROOT, "Ask %,d questions", found.size()))
                        .orElse("Ask"));
        start.disableProperty()
                .bind(set.isNull()
                        .or(model.runProperty().isNull())
                        .or(model.jobProperty().isNotNull()));
        start.setOnAction(event -> {
            Path chosen = file.getValue();
            if (chosen != null) {
                controller.ask(plan(chosen));
            }
        });
        VBox box = new VBox(6, start, Words.caption("Of the untouched model and of this run; kept with the run."));
        box.getStyleClass().add("attack-start");
        return box;
    }

    private AskPlan plan(Path chosen) {
        boolean harness = protocol.get() == Protocol.HARNESS_LETTERS;
        return new AskPlan(
                chosen,
                protocol.get(),
                harness ? Optional.ofNullable(shots.get()) : Optional.empty(),
                part.getValue(),
                orders.getValue().orders);
    }

    private static Node section(String title, Node... rows) {
        Label heading = Words.heading(title);
        VBox box = new VBox(heading);
        box.getChildren().addAll(List.of(rows));
        box.getStyleClass().add("attack-section");
        return box;
    }
}
