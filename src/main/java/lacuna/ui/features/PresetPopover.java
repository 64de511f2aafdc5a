package lacuna.ui.features;

import atlantafx.base.controls.Popover;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.widget.Capital;
import lacuna.ui.widget.FormRow;
import lacuna.ui.widget.NumberField;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** Asks for mode, k and tau, and applies them. */
final class PresetPopover {

    private final FeaturesActions actions;
    private final ComboBox<CrispMode> mode = new ComboBox<>();
    private final NumberField perLayer = NumberField.integer(1, 1, 100_000);
    private final NumberField tau = NumberField.decimal(0, 0, 1e6);
    private final Label explanation = Words.caption("");
    private final Popover popover;
    private SelectionConfig ofProject = FeaturesPort.PRESET;

    PresetPopover(FeaturesActions actions) {
        this.actions = actions;
        mode.setId("preset-mode");
        mode.setConverter(names());
        mode.getItems().setAll(CrispMode.ALIGNED, CrispMode.CODE, CrispMode.PAPER);
        mode.valueProperty().subscribe(now -> explanation.setText(now == null ? "" : explanation(now)));
        perLayer.field().setId("preset-k");
        tau.field().setId("preset-tau");
        Label replaces = Words.caption("Replaces the present suppress marks; features marked keep stay kept.");
        Label heading = Words.heading("CRISP preset");
        VBox content = new VBox(
                heading,
                new FormRow("Mode", mode, "", ""),
                explanation,
                new FormRow("k, features", perLayer, "per layer", ""),
                new FormRow("\u03c4, least ratio \u03c1", tau, "", ""),
                replaces,
                buttons());
        content.getStyleClass().add("preset-form");
        offer(ofProject);
        popover = new Popover(content);
        popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popover.setDetachable(false);
        popover.setHeaderAlwaysVisible(false);
        popover.setAnimated(false);
    }

    void toggle(Node below) {
        if (popover.isShowing()) {
            popover.hide();
        } else {
            SelectionConfig now = actions.preset();
            if (!now.equals(ofProject)) { // else what was entered last stays
                offer(now);
            }
            popover.show(below);
        }
    }

    private void offer(SelectionConfig config) {
        ofProject = config;
        mode.setValue(config.mode());
        perLayer.setValue(config.k());
        tau.setValue(config.tau());
    }

    private static String explanation(CrispMode mode) {
        return switch (mode) {
            case PAPER -> "The k largest differences of counts, and of those the ones whose ratio reaches \u03c4.";
            case CODE ->
                "As the published code: of the 10 k largest differences of counts those whose ratio reaches \u03c4,"
                        + " and of these the first k.";
            case ALIGNED ->
                "As the code, with counts brought to equal corpus lengths, so that unequal corpora compare.";
        };
    }

    private static StringConverter<CrispMode> names() {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable CrispMode mode) {
                return mode == null ? "" : Capital.of(mode.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public CrispMode fromString(String text) {
                return CrispMode.valueOf(text.toUpperCase(Locale.ROOT));
            }
        };
    }

    private HBox buttons() {
        Button apply = new Button("Mark features");
        apply.setId("preset-apply");
        apply.getStyleClass().add("accent");
        apply.setDefaultButton(true);
        apply.disableProperty()
                .bind(perLayer.validProperty().and(tau.validProperty()).not());
        apply.setOnAction(event -> {
            popover.hide();
            actions.marking()
                    .preset(new SelectionConfig(
                            mode.getValue(), perLayer.intValue(), tau.value(), ofProject.epsilon()));
        });
        Button cancel = new Button("Cancel");
        cancel.setOnAction(event -> popover.hide());
        HBox line = new HBox(cancel, apply);
        line.getStyleClass().add("preset-buttons");
        return line;
    }
}
