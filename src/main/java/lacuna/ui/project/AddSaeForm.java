package lacuna.ui.project;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.model.HookPoint;
import lacuna.sae.SaeDescription;
import lacuna.sae.SiteProposal;
import lacuna.ui.session.ProjectFacts.ModelFacts;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** What was recognised in a chosen folder, and where in the model it belongs: proposed where its files say so, asked where not. */
final class AddSaeForm extends VBox {

    private final ComboBox<HookPoint.Kind> kind = new ComboBox<>();
    private final Spinner<Integer> layer;

    /** @param add takes the path and the place once the user has agreed */
    AddSaeForm(
            Path path, SaeDescription description, ModelFacts model, BiConsumer<Path, HookPoint> add, Runnable cancel) {
        getStyleClass().addAll("panel", "add-sae");
        SiteProposal site = description.site();
        Label heading = Words.heading(String.format(
                "%s, %s: %,d features of %,d inputs",
                description.format(), description.architecture(), description.features(), description.inputWidth()));
        kind.setId("add-sae-kind");
        kind.getItems().setAll(HookPoint.Kind.values());
        kind.setConverter(words());
        kind.setPromptText("Place in the block");
        kind.setAccessibleText("Place in the block");
        site.kind().ifPresent(kind::setValue);
        layer = new Spinner<>(0, model.layers() - 1, Math.min(site.layer().orElse(0), model.layers() - 1));
        layer.setId("add-sae-layer");
        layer.getEditor().setAccessibleText("Block");
        layer.setPrefWidth(90);
        Button ok = new Button("Add to the project");
        ok.setId("add-sae-ok");
        ok.getStyleClass().add("accent");
        ok.disableProperty().bind(kind.valueProperty().isNull());
        ok.setOnAction(event -> add.accept(path, new HookPoint(kind.getValue(), layer.getValue())));
        Button no = new Button("Cancel");
        no.setOnAction(event -> cancel.run());
        Label place = new Label("Reads");
        Label of = new Label("of block");
        HBox row = new HBox(8, place, kind, of, layer, ok, no);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(kind, Priority.NEVER);
        getChildren().addAll(heading, Words.caption(sentence(site, model)), row);
        description.notes().forEach(note -> getChildren().add(Words.caption(note)));
    }

    private static String sentence(SiteProposal site, ModelFacts model) {
        String last = " The model has blocks 0 to " + (model.layers() - 1) + ".";
        if (site.hook().isPresent()) {
            return "Proposed by " + site.source() + ". Change it if you know better." + last;
        }
        return site.layer().isPresent()
                ? "Only the block is known, from " + site.source() + ". Choose the place in it." + last
                : "Its files do not say where it belongs. Choose the place and the block it was trained on." + last;
    }

    private static StringConverter<HookPoint.Kind> words() {
        return new StringConverter<>() {
            @Override
            public String toString(HookPoint.@Nullable Kind kind) {
                return kind == null ? "" : kind.name().toLowerCase(Locale.ROOT);
            }

            @Override
            public HookPoint.@Nullable Kind fromString(String text) {
                return null; // not editable
            }
        };
    }
}
