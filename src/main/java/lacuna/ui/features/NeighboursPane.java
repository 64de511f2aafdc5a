package lacuna.ui.features;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import lacuna.features.CoActivation;
import lacuna.features.FeatureStatistics;
import lacuna.features.Neighbour;
import lacuna.ui.widget.Words;

/** Features that resemble the one shown: by their directions, by when they are on, in the next layer, and in another SAE. */
final class NeighboursPane {

    static final String COSINE = "Cosine of the two decoder directions";
    private static final String BOTH_ON = "Of the tokens at which either is on, both are (estimated from 64 of them)";

    private static final String LOADING = "Known once the model is loaded";
    private static final String COUNTING = "Looking through all features\u2026";

    private final FeaturesModel model;
    private final FeaturesActions actions;
    private final OtherSection other;
    private final VBox same = section("Nearest directions in this dictionary");
    private final VBox next = section("Nearest in the next layer");
    private final VBox together = section("On at the same tokens, all layers");
    private final ScrollPane root;

    NeighboursPane(FeaturesModel model, FeaturesActions actions) {
        this.model = model;
        this.actions = actions;
        other = new OtherSection(actions);
        VBox directions = new VBox(same, next);
        VBox elsewhere = new VBox(other.root(), together);
        HBox columns = new HBox(directions, elsewhere);
        columns.getStyleClass().add("neighbours");
        for (Region column : List.of(directions, elsewhere)) {
            column.getStyleClass().add("neighbour-column");
            HBox.setHgrow(column, Priority.ALWAYS);
            column.setPrefWidth(10);
        }
        root = new ScrollPane(columns);
        root.setFitToWidth(true);
        root.setId("neighbours");
        root.getStyleClass().addAll("edge-to-edge", "neighbours-scroll");
    }

    Region root() {
        return root;
    }

    /** What can be told without the engine at once, the directions when they are there. */
    void show(FeatureRow row, FeatureNeighbours directions, OtherMatches elsewhere) {
        FeatureTable table = model.table();
        if (table == null) {
            return;
        }
        FeatureStatistics statistics = table.statistics();
        fill(same, row, directions.same(), statistics, LOADING);
        fill(
                next,
                row,
                directions.next(),
                statistics,
                directions.same().isEmpty() ? LOADING : "No SAE of this project reads after " + row.hook());
        if (model.togetherProperty().get() == null) {
            actions.findTogether();
        }
        List<Neighbour> found = model.togetherProperty().get();
        fill(
                together,
                row,
                found == null ? List.of() : found,
                statistics,
                found == null ? COUNTING : "Shares no token with any other");
        other.show(row.hook(), elsewhere);
    }

    private static VBox section(String title) {
        Label heading = new Label(title);
        heading.getStyleClass().add("logits-title");
        VBox box = new VBox(heading);
        box.getStyleClass().add("neighbour-section");
        return box;
    }

    private void fill(
            VBox section, FeatureRow of, List<Neighbour> neighbours, FeatureStatistics statistics, String nothing) {
        section.getChildren().remove(1, section.getChildren().size());
        if (neighbours.isEmpty()) {
            Label none = Words.caption(nothing);
            section.getChildren().add(none);
            return;
        }
        GridPane grid = grid();
        grid.addRow(0, new Label(), heading(section == together ? "" : "Cosine", COSINE), heading("Both on", BOTH_ON));
        int line = 1;
        for (Neighbour neighbour : neighbours) {
            boolean byTokens = section == together;
            double overlap = byTokens
                    ? neighbour.value()
                    : CoActivation.between(statistics, of.hook(), of.feature(), neighbour.hook(), neighbour.feature());
            Label cosine = number(byTokens ? "" : String.format("%.2f", neighbour.value()));
            Label shared = number(String.format("%.0f %%", 100 * overlap));
            Tips.set(cosine, COSINE);
            Tips.set(shared, BOTH_ON);
            grid.addRow(line++, link(neighbour), cosine, shared);
        }
        section.getChildren().add(grid);
    }

    /** A wide column of names, two narrow ones of numbers. */
    static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("neighbour-grid");
        ColumnConstraints names = new ColumnConstraints(60, 100, Double.MAX_VALUE);
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().setAll(names, new ColumnConstraints(), numbers);
        return grid;
    }

    private Hyperlink link(Neighbour neighbour) {
        FeatureKey key = new FeatureKey(neighbour.hook(), neighbour.feature());
        FeatureNote note = model.notes().of(key);
        String label = model.notes().shownLabel(key);
        String text = key.hook() + " " + key.feature() + (label.isEmpty() ? "" : "  " + label);
        Hyperlink link = new Hyperlink(text);
        link.getStyleClass().add("neighbour-link");
        if (note.mark() != Mark.UNDECIDED) {
            link.getStyleClass().add(note.mark().chip() + "-text");
        }
        link.setOnAction(event -> actions.goTo(key));
        return link;
    }

    static Label heading(String text, String help) {
        Label label = new Label(text);
        label.getStyleClass().add("logits-title");
        label.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(label, help);
        return label;
    }

    static Label number(String text) {
        Label label = new Label(text);
        label.getStyleClass().addAll("mono", "muted", "neighbour-number");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
