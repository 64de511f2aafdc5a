package lacuna.ui.evaluate;

import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import lacuna.evaluation.QuestionSet;
import org.jspecify.annotations.Nullable;

/** Which part of a question set is asked; all of it until another is chosen. */
final class HalfChoice extends ComboBox<QuestionSet.Part> {

    HalfChoice(String id) {
        setId(id);
        getItems().setAll(QuestionSet.Part.values());
        setValue(QuestionSet.Part.ALL);
        setMaxWidth(Double.MAX_VALUE);
        setAccessibleText("Half of the set");
        setConverter(new StringConverter<>() {
            @Override
            public String toString(QuestionSet.@Nullable Part part) {
                return part == null ? "" : name(part);
            }

            @Override
            public QuestionSet.@Nullable Part fromString(String text) {
                return null;
            }
        });
    }

    private static String name(QuestionSet.Part part) {
        return switch (part) {
            case ALL -> "All questions";
            case VALIDATION -> "Validation half, as CRISP draws it";
            case TEST -> "Test half, as CRISP draws it";
        };
    }
}
