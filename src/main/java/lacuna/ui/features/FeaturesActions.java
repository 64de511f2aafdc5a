package lacuna.ui.features;

import java.util.List;
import javafx.scene.image.WritableImage;
import lacuna.selection.SelectionConfig;
import org.jspecify.annotations.Nullable;

/** What the user can do here; the view calls, the controller answers. */
interface FeaturesActions {

    void computeStatistics();

    /** Shows the evidence for a row, or for none. */
    void select(@Nullable FeatureRow row);

    /** Selects a feature in the table, with the filter out of the way if it does not list it. */
    void goTo(FeatureKey key);

    /** Marks all of them in one step. */
    void mark(Mark mark, List<FeatureRow> rows);

    void label(FeatureRow row, String text);

    /** Label, note and tags at once, in one step. */
    void describe(FeatureRow row, FeatureNote note);

    /** Siblings take the mark of the feature they resemble, in one step. */
    void markAlike(List<Duplicate> duplicates);

    void unmark(FeatureKey key);

    /** Lists what is set apart by where it stands in texts. */
    void listByPosition();

    void saveSelection(String name);

    void loadSelection(SavedSelection selection);

    void deleteSelection(SavedSelection selection);

    void exportSelection(SavedSelection selection);

    void importSelection();

    void export(FeatureFile form);

    /** Asks where to and writes a PNG. */
    void savePicture(WritableImage picture);

    /** Says something about what was just done. */
    void say(String sentence);

    void applyPreset(SelectionConfig config);

    /** Reads a text with the model. */
    void read(String text);

    /** Prompts of the project. */
    List<String> prompts();

    /** Continues a prompt with and without the features clamped. */
    void preview(PreviewRequest request);

    void undo();

    void redo();

    /** Takes every mark away and leaves the labels. */
    void clearMarks();

    /** The text of a token. */
    String piece(int tokenId);
}
