package lacuna.ui.features;

import java.util.List;
import javafx.scene.image.WritableImage;
import lacuna.model.HookPoint;
import lacuna.selection.SelectionConfig;
import org.jspecify.annotations.Nullable;

/** What the user can do here; the view calls, the controller answers. */
interface FeaturesActions {

    void computeStatistics();

    /** Shows the evidence for a row, or for none. */
    void select(@Nullable FeatureRow row);

    /** Selects a feature in the table, with the filter out of the way if it does not list it. */
    void goTo(FeatureKey key);

    /** Marks, labels, notes; undo and redo. */
    Marking marking();

    /** Named selections, exports, labels of others. */
    Judgement judgement();

    /** Lists what is set apart by where it stands in texts. */
    void listByPosition();

    /** Features of the rows selected in the table. */
    List<FeatureKey> chosen();

    /** Asks for another SAE and looks in it for features of this dictionary. */
    void chooseOther(HookPoint hook);

    /** Looks in no other SAE any longer. */
    void forgetOther(HookPoint hook);

    /** Lays features out by their directions. */
    void map(MapRequest request);

    /**
     * Asks where to and writes a PNG.
     *
     * @param what it shows, in a word
     */
    void savePicture(String what, WritableImage picture);

    /** Says something about what was just done. */
    void say(String sentence);

    /** Reads a text with the model. */
    void read(String text);

    /** Prompts of the project. */
    List<String> prompts();

    /** How the project chooses features by itself. */
    SelectionConfig preset();

    /** Looks for features that are on at the same tokens as the one selected. */
    void findTogether();

    /** Continues a prompt with and without the features clamped. */
    void preview(PreviewRequest request);

    /** The text of a token. */
    String piece(int tokenId);
}
