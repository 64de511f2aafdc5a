package lacuna.ui.compare;

import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import lacuna.ui.session.RunChoice;

/** Ticks the runs that stand beside the untouched model, as many as there is room for. */
final class RunPicker extends MenuButton {

    private final CompareModel model;

    RunPicker(CompareModel model) {
        this.model = model;
        setId("compare-runs");
        setMnemonicParsing(false); // names of runs have underscores
        setPrefWidth(560);
        setMinWidth(160);
        setTooltip(new Tooltip("Up to " + CompareModel.MOST_RUNS + " runs"));
        model.runs().addListener((ListChangeListener<RunChoice>) change -> list());
        model.shown().addListener((ListChangeListener<RunChoice>) change -> list());
        list();
    }

    private void list() {
        getItems().clear();
        for (RunChoice run : model.runs()) {
            CheckMenuItem item = new CheckMenuItem(run.title());
            item.setMnemonicParsing(false);
            boolean shown = model.shown().contains(run);
            item.setSelected(shown);
            item.setDisable(!shown && model.shown().size() >= CompareModel.MOST_RUNS);
            item.setOnAction(event -> model.toggle(run));
            getItems().add(item);
        }
        String names = model.shown().stream().map(RunChoice::name).collect(Collectors.joining(", "));
        setText(model.runs().isEmpty() ? "No finished run" : names.isEmpty() ? "Choose runs" : names);
        setAccessibleText("Runs beside the untouched model: " + getText());
        setDisable(model.runs().isEmpty());
    }
}
