package lacuna.ui.features;

import javafx.animation.PauseTransition;
import javafx.scene.input.KeyEvent;
import javafx.util.Duration;

/** Digits typed in the table one after another go to the first shown row whose feature number begins with them. */
final class TypeAhead {

    private static final Duration PATIENCE = Duration.millis(900);

    private final FeaturesModel model;
    private final FeatureTablePane table;
    private final StringBuilder typed = new StringBuilder();
    private final PauseTransition rest = new PauseTransition(PATIENCE);

    TypeAhead(FeaturesModel model, FeatureTablePane table) {
        this.model = model;
        this.table = table;
        rest.setOnFinished(event -> typed.setLength(0));
    }

    void onTyped(KeyEvent event) {
        String character = event.getCharacter();
        if (event.isShortcutDown() || event.isAltDown() || !character.matches("[0-9]")) {
            return;
        }
        typed.append(character);
        rest.playFromStart();
        table.reveal(model.shown().firstBeginning(typed.toString()));
        event.consume();
    }
}
