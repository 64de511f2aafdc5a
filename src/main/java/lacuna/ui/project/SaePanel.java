package lacuna.ui.project;

import java.util.Optional;
import java.util.OptionalDouble;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeReport;
import lacuna.sae.SaeVerdict;
import lacuna.ui.session.ProjectFacts;
import lacuna.ui.session.ProjectFacts.SaeFacts;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;

/** The project's SAEs: what they are, whether they fit, and the ways to find out and to add one. */
final class SaePanel extends VBox {

    private static final String NOTHING = "\u2013";

    SaePanel(ProjectFacts facts, ProjectController controller) {
        getStyleClass().add("panel");
        Button check = new Button("Check fit", Icon.REFRESH.node(14));
        check.setId("saes-check");
        check.getStyleClass().add("flat");
        check.setTooltip(
                new Tooltip("Run each SAE on some benign text: features on at a token, variance explained at its"
                        + " place and one block to either side, decoder lengths, dead and dense features"));
        check.setOnAction(event -> controller.checkSaes());
        Button add = new Button("Add SAE\u2026", Icon.OPEN.node(14));
        add.setId("saes-add");
        add.getStyleClass().add("flat");
        add.setTooltip(new Tooltip("Choose a folder of any published format; its place in the model is proposed"));
        add.setOnAction(event -> controller.addSae());
        Label heading = Words.heading("Sparse autoencoders");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, heading, gap, check, add);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, grid(facts));
        facts.saes().stream()
                .flatMap(sae -> sae.description().notes().stream().map(note -> sae.hook() + ": " + note))
                .distinct()
                .map(Words::caption)
                .forEach(getChildren()::add);
    }

    private static FactGrid grid(ProjectFacts facts) {
        FactGrid grid = FactGrid.of(
                FactGrid.text("Hook point"),
                FactGrid.text("Format"),
                FactGrid.number("Features"),
                FactGrid.text("Values"),
                FactGrid.number("L0"),
                FactGrid.number("Variance explained"),
                FactGrid.number("Dead"),
                FactGrid.rest("Fit"));
        for (SaeFacts sae : facts.saes()) {
            Label hook = new Label(sae.hook().toString());
            hook.getStyleClass().add("mono");
            SaeDescription description = sae.description();
            String source = description.site().source();
            hook.setTooltip(new Tooltip(sae.hook().place() + "\nIts files say: "
                    + description.site().hook().map(Object::toString).orElse("not where it belongs")
                    + (source.isEmpty() ? "" : " (" + source + ")")));
            grid.row(
                    hook,
                    new Label(description.format() + ", " + description.architecture()),
                    FactGrid.value(String.format("%,d", description.features())),
                    new Label(sae.check().map(SaeCheck::units).orElse(NOTHING)),
                    FactGrid.value(l0(sae)),
                    FactGrid.value(sae.check()
                            .map(SaeCheck::varianceExplained)
                            .or(() -> sae.report().map(SaeReport::varianceExplained))
                            .map(SaeVerdict::percent)
                            .orElse(NOTHING)),
                    FactGrid.value(sae.check()
                            .map(SaeCheck::deadShare)
                            .or(() -> sae.report().map(SaeReport::deadShare))
                            .map(SaeVerdict::percent)
                            .orElse(NOTHING)),
                    SaeHealth.of(sae).node());
        }
        return grid;
    }

    /** Measured, and published in brackets. */
    private static String l0(SaeFacts sae) {
        Optional<Double> measured =
                sae.check().map(SaeCheck::l0).or(() -> sae.report().map(SaeReport::l0));
        OptionalDouble published = sae.description().publishedL0();
        return measured.map(l0 -> String.format("%.1f", l0)).orElse(NOTHING)
                + (published.isPresent() ? String.format(" (%.0f)", published.getAsDouble()) : "");
    }
}
