package lacuna.ui.features;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.features.PositionProfile;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.Words;

/** The button that says how much there is to think over, and what it opens: what was found, and one click to follow it. */
final class ReviewPane {

    private static final double WIDTH = 520;
    private static final double TALLEST = 460;

    private final FeaturesActions actions;
    private final Consumer<FeatureKey> reveal;
    private final Button button = new Button("Review", Icon.CHECK_CIRCLE.node(14));
    private final VBox content = new VBox();
    private final Subscription subscription;

    /** @param reveal brings a feature into sight in the table */
    ReviewPane(Reviewer reviewer, FeaturesActions actions, Consumer<FeatureKey> reveal) {
        this.actions = actions;
        this.reveal = reveal;
        button.setId("review");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(
                button, "Siblings not marked alike, features of positions rather than topic, stability of the ranking");
        content.getStyleClass().add("review");
        Popovers.under(button, Popovers.scrolling(content, WIDTH, TALLEST));
        subscription = reviewer.findingsProperty().subscribe(this::show);
    }

    Button button() {
        return button;
    }

    void close() {
        subscription.unsubscribe();
    }

    private void show(Reviewer.Findings findings) {
        int count = findings.count();
        button.setText(count == 0 ? "Review" : "Review \u00b7 " + count);
        button.setGraphic((count == 0 ? Icon.CHECK_CIRCLE : Icon.WARNING).node(14));
        content.getChildren().clear();
        showDuplicates(findings.duplicates());
        showSuspects(findings.suspects());
        section("Stability of the ranking");
        text(
                "The documents of both corpora, cut in two at random (fixed seed), each half ranked on its own by target less"
                        + " benign rate. The column \u201cHalves\u201d tells it for each feature.");
        findings.stability().forEach(this::text);
    }

    private void showDuplicates(List<Duplicate> duplicates) {
        section("Near-duplicates");
        text(String.format(
                "Undecided features whose decoder direction has a cosine of at least %.1f with one marked to suppress, and"
                        + " that are on at the same tokens (Jaccard at least %.1f). A concept split among siblings stays if one"
                        + " of them does.",
                Duplicate.LEAST_COSINE, Duplicate.LEAST_TOGETHER));
        if (duplicates.isEmpty()) {
            text("None.");
            return;
        }
        for (Duplicate duplicate : duplicates) {
            Button alike = small("Mark alike");
            alike.setOnAction(event -> actions.marking().alike(List.of(duplicate)));
            line(
                    duplicate.sibling(),
                    String.format(
                            "like %d, cosine %.2f, together %.2f",
                            duplicate.marked().feature(), duplicate.cosine(), duplicate.together()),
                    alike);
        }
        Button all = small("Mark all " + duplicates.size() + " alike");
        all.setId("mark-all-alike");
        all.setOnAction(event -> actions.marking().alike(duplicates));
        content.getChildren().add(all);
    }

    private void showSuspects(List<Reviewer.Suspect> suspects) {
        section("Apart by position, length or single documents");
        text(
                "Features marked to suppress that tell the corpora apart for another reason than the topic: less than half of"
                        + " their rate difference is left when both corpora are given the same positions in texts; or more than 80 %"
                        + " of where they are on are the first 3 tokens; or they are on in one or two target documents only.");
        if (suspects.isEmpty()) {
            text("None.");
        }
        for (Reviewer.Suspect suspect : suspects) {
            Button undecide = small("Unmark");
            undecide.setOnAction(event -> actions.marking().unmark(suspect.key()));
            line(suspect.key(), reason(suspect), undecide);
        }
        Button list = small("List all such features in the table");
        list.setId("list-by-position");
        list.setOnAction(event -> actions.listByPosition());
        content.getChildren().add(list);
    }

    private static String reason(Reviewer.Suspect suspect) {
        PositionProfile profile = suspect.profile();
        return switch (suspect.reason()) {
            case POSITION ->
                String.format(
                        "%.2f of %.2f points left at equal positions",
                        100 * profile.standardised(), 100 * profile.crude());
            case BEGINNING -> String.format("%.0f %% among the first tokens", 100 * profile.first());
            case FEW_DOCUMENTS -> String.format("on in %d target documents", profile.documents());
            case NONE -> "";
        };
    }

    private void section(String title) {
        content.getChildren().add(Words.heading(title));
    }

    private void text(String words) {
        content.getChildren().add(Words.caption(words));
    }

    private void line(FeatureKey key, String words, Node action) {
        Hyperlink name = new Hyperlink(key.toString());
        name.setMinWidth(Region.USE_PREF_SIZE);
        name.setOnAction(event -> reveal.accept(key));
        Label label = Words.label(words);
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(8, name, label, action);
        line.setAlignment(Pos.CENTER_LEFT);
        content.getChildren().add(line);
    }

    private static Button small(String text) {
        Button button = new Button(text);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
