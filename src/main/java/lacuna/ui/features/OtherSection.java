package lacuna.ui.features;

import java.util.stream.Collectors;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.model.HookPoint;

/** The feature in an SAE that is not of the project: one of another width, or of another maker. */
final class OtherSection {

    private static final String CORRELATION =
            "Correlation of the two activations over the tokens of passages of this feature (Pearson's r)";

    private final FeaturesActions actions;
    private final VBox root = new VBox();

    OtherSection(FeaturesActions actions) {
        this.actions = actions;
        root.setId("other-sae");
        root.getStyleClass().add("neighbour-section");
    }

    Region root() {
        return root;
    }

    /** @param hook of the feature shown */
    void show(HookPoint hook, OtherMatches found) {
        root.getChildren().clear();
        if (!found.isChosen()) {
            Hyperlink choose = action("Choose an SAE\u2026", "other-choose", () -> actions.chooseOther(hook));
            Tips.set(
                    choose,
                    "Finds this feature in an SAE of another width at " + hook
                            + ": like directions, and whether they are on together");
            root.getChildren().addAll(title("Nearest in another SAE"), choose);
            return;
        }
        Label title = title(String.format("Nearest in %s (%,d)", found.sae(), found.features()));
        Tips.set(title, String.format("Features of %s, which has %,d", found.sae(), found.features()));
        HBox change = new HBox(
                action("Change\u2026", "other-change", () -> actions.chooseOther(hook)),
                action("Remove", "other-remove", () -> actions.forgetOther(hook)));
        change.getStyleClass().add("other-head");
        root.getChildren().addAll(title, change, table(found));
    }

    private static GridPane table(OtherMatches found) {
        GridPane grid = NeighboursPane.grid();
        grid.addRow(
                0,
                new Label(),
                NeighboursPane.heading("Cosine", NeighboursPane.COSINE),
                NeighboursPane.heading("Corr.", CORRELATION));
        int line = 1;
        for (OtherMatches.Match match : found.matches()) {
            String tokens = match.likelier().stream().map(OtherSection::word).collect(Collectors.joining(", "));
            Label name = new Label(match.feature() + "  " + tokens);
            name.getStyleClass().add("neighbour-name");
            Tips.set(name, "Feature " + match.feature() + " of " + found.sae() + "; makes likelier: " + tokens);
            Label cosine = NeighboursPane.number(String.format("%.2f", match.cosine()));
            Label together = NeighboursPane.number(
                    Double.isNaN(match.correlation()) ? "\u2013" : String.format("%.2f", match.correlation()));
            Tips.set(cosine, NeighboursPane.COSINE);
            Tips.set(together, CORRELATION);
            grid.addRow(line++, name, cosine, together);
        }
        return grid;
    }

    private static String word(String token) {
        return token.isBlank() ? LogitsPane.visible(token) : token.strip();
    }

    private static Label title(String text) {
        Label title = new Label(text);
        title.getStyleClass().add("logits-title");
        return title;
    }

    private static Hyperlink action(String text, String id, Runnable action) {
        Hyperlink link = new Hyperlink(text);
        link.setId(id);
        link.getStyleClass().add("neighbour-link");
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setOnAction(event -> action.run());
        return link;
    }
}
