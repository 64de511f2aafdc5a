package lacuna.ui.report;

import java.util.Locale;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.report.TargetText;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** The runs, ticked where a report is wanted of several, how text about the target appears, and the button. */
final class ReportRuns extends VBox {

    private final ReportModel model;
    private final ReportController controller;
    private final Button make = new Button("", Icon.REPORT.node(14));
    private Subscription ticks = Subscription.EMPTY;

    ReportRuns(ReportModel model, ReportController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("report-runs");
        ListView<ReportEntry> list = list();
        VBox.setVgrow(list, Priority.ALWAYS);
        Label heading = new Label("Runs");
        heading.getStyleClass().addAll("subheading", "report-heading");
        getChildren().addAll(heading, list, options(), foot());
        model.runs().addListener((ListChangeListener<ReportEntry>) change -> watch());
        watch();
    }

    private void watch() {
        ticks.unsubscribe();
        ticks = Subscription.EMPTY;
        for (ReportEntry entry : model.runs()) {
            ticks = ticks.and(entry.chosenProperty().subscribe((before, now) -> describe()));
        }
        describe();
    }

    private void describe() {
        int count = model.wanted().size();
        make.setText(count > 1 ? "Make " + count + " reports" : "Make the report");
        boolean lacking = !model.problemProperty().get().isEmpty()
                && model.wanted().contains(model.selectedProperty().get());
        make.setDisable(lacking || model.jobProperty().get() != null);
    }

    private ListView<ReportEntry> list() {
        ListView<ReportEntry> list = new ListView<>(model.runs());
        list.setId("report-runs");
        list.setAccessibleText("Finished runs");
        list.setCellFactory(ignored -> new Cell());
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            ReportEntry focused = list.getFocusModel().getFocusedItem();
            if (event.getCode() == KeyCode.SPACE && event.getTarget() == list && focused != null) {
                focused.chosenProperty().set(!focused.chosenProperty().get());
                event.consume();
            }
        });
        list.getSelectionModel().selectedItemProperty().subscribe(entry -> {
            if (entry != null) {
                model.selectedProperty().set(entry);
            }
        });
        model.selectedProperty().subscribe(entry -> {
            if (entry != null && list.getSelectionModel().getSelectedItem() != entry) {
                list.getSelectionModel().select(entry);
            }
            describe();
        });
        return list;
    }

    /** A tick, the name, and beneath it a few words. */
    private static final class Cell extends ListCell<ReportEntry> {

        private static final double ROOM = 256;

        private final CheckBox tick = new CheckBox();
        private final Label name = new Label();
        private final Label detail = Words.label("");
        private final HBox line = new HBox(8, tick, new VBox(2, name, detail));
        private @Nullable ReportEntry shown;

        Cell() {
            line.setAlignment(Pos.TOP_LEFT);
            name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            name.setMaxWidth(ROOM);
            detail.setMaxWidth(ROOM);
        }

        @Override
        protected void updateItem(@Nullable ReportEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            ReportEntry before = shown;
            if (before != null) {
                tick.selectedProperty().unbindBidirectional(before.chosenProperty());
            }
            shown = empty ? null : entry;
            if (empty || entry == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            tick.selectedProperty().bindBidirectional(entry.chosenProperty());
            tick.setAccessibleText("Report on " + entry.run().name());
            name.setText(entry.run().name());
            detail.setText(entry.run().detail());
            setTooltip(new Tooltip(entry.run().name() + "\n" + entry.run().detail()));
            setGraphic(line);
        }
    }

    private Node options() {
        Label heading = Words.heading("Text about the target");
        ToggleGroup group = new ToggleGroup();
        HBox pills = new HBox(
                pill("Shown", TargetText.SHOWN, "left-pill", group),
                pill("Withheld", TargetText.WITHHELD, "center-pill", group),
                pill("Hashed", TargetText.HASHED, "right-pill", group));
        Label meaning = Words.caption("");
        meaning.setMinHeight(32);
        model.targetTextProperty().subscribe(text -> meaning.setText(meaning(text)));
        VBox box = new VBox(8, heading, pills, meaning);
        box.getStyleClass().add("report-options");
        return box;
    }

    private static String meaning(TargetText text) {
        return switch (text) {
            case SHOWN -> "Prompts and continuations as they are.";
            case WITHHELD -> "Left out, so that the page spreads nothing hazardous.";
            case HASHED -> "As SHA-256: who has the text can tell that it is the one.";
        };
    }

    private ToggleButton pill(String title, TargetText text, String shape, ToggleGroup group) {
        ToggleButton pill = new ToggleButton(title);
        pill.setId("report-" + text.name().toLowerCase(Locale.ROOT));
        pill.getStyleClass().addAll("small", shape);
        pill.setToggleGroup(group);
        pill.setTooltip(new Tooltip(meaning(text)));
        pill.setAccessibleText("Text about the target: " + title);
        pill.setOnAction(event -> {
            pill.setSelected(true); // one is always pressed
            model.targetTextProperty().set(text);
        });
        model.targetTextProperty().subscribe(now -> pill.setSelected(now == text));
        return pill;
    }

    private Node foot() {
        make.setId("report-make");
        make.getStyleClass().add("accent");
        make.setMaxWidth(Double.MAX_VALUE);
        make.setTooltip(new Tooltip("One page and its JSON twin, in the folder of the run"));
        model.jobProperty().subscribe(this::describe);
        model.problemProperty().subscribe(this::describe);
        make.setOnAction(event -> controller.make());
        Label why = Words.caption("The selected run has not been measured, so there is nothing to report yet.");
        why.setId("report-why");
        Hyperlink measure = new Hyperlink("Measure it now");
        measure.setId("report-measure");
        measure.setOnAction(event -> controller.measure());
        VBox instead = new VBox(why, measure);
        instead.visibleProperty()
                .bind(model.problemProperty()
                        .isNotEmpty()
                        .and(model.jobProperty().isNull()));
        instead.managedProperty().bind(instead.visibleProperty());
        VBox box = new VBox(8, instead, make);
        box.getStyleClass().add("report-foot");
        return box;
    }
}
