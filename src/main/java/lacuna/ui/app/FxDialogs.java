package lacuna.ui.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Dialogs of JavaFX and the system, over the window that has the focus. */
public final class FxDialogs implements Dialogs {

    private static final double WIDTH = 520; // three answers of some words

    @Override
    public int choose(String title, String question, List<String> answers) {
        List<ButtonType> buttons = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            buttons.add(new ButtonType(answers.get(i), role(i, answers.size())));
        }
        Alert alert = new Alert(Alert.AlertType.NONE, question, buttons.toArray(ButtonType[]::new));
        alert.setTitle(title);
        alert.setHeaderText(title);
        owner().ifPresent(alert::initOwner);
        alert.getDialogPane().getStyleClass().add("question");
        alert.getDialogPane().setPrefWidth(WIDTH);
        alert.getDialogPane().setMinHeight(Region.USE_PREF_SIZE); // else a question of two lines is cut to one
        for (ButtonType type : buttons) {
            Button button = (Button) alert.getDialogPane().lookupButton(type);
            ButtonBar.setButtonUniformSize(button, false);
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        int escape = answers.size() - 1;
        return alert.showAndWait().map(buttons::indexOf).filter(i -> i >= 0).orElse(escape);
    }

    private static ButtonBar.ButtonData role(int index, int count) {
        if (index == 0) {
            return ButtonBar.ButtonData.OK_DONE;
        }
        return index == count - 1 ? ButtonBar.ButtonData.CANCEL_CLOSE : ButtonBar.ButtonData.OTHER;
    }

    @Override
    public Optional<Path> chooseFolder(String title, Optional<Path> start) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        existingFolder(start).ifPresent(chooser::setInitialDirectory);
        return Optional.ofNullable(chooser.showDialog(owner().orElse(null))).map(File::toPath);
    }

    @Override
    public Optional<Path> chooseFile(String title, Optional<Path> start, List<FileKind> kinds) {
        return Optional.ofNullable(chooser(title, start, kinds).showOpenDialog(owner().orElse(null)))
                .map(File::toPath);
    }

    @Override
    public Optional<Path> chooseSaveFile(
            String title, Optional<Path> start, String suggestedName, List<FileKind> kinds) {
        FileChooser chooser = chooser(title, start, kinds);
        chooser.setInitialFileName(suggestedName);
        return Optional.ofNullable(chooser.showSaveDialog(owner().orElse(null))).map(File::toPath);
    }

    private static FileChooser chooser(String title, Optional<Path> start, List<FileKind> kinds) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        existingFolder(start).ifPresent(chooser::setInitialDirectory);
        kinds.forEach(kind -> chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(kind.description(), kind.patterns())));
        return chooser;
    }

    private static Optional<File> existingFolder(Optional<Path> start) {
        return start.map(path -> Files.isDirectory(path) ? path : path.getParent())
                .filter(folder -> folder != null && Files.isDirectory(folder))
                .map(Path::toFile);
    }

    private static Optional<Window> owner() {
        return Window.getWindows().stream()
                .filter(Window::isFocused)
                .findFirst()
                .or(() -> Window.getWindows().stream().filter(Window::isShowing).findFirst());
    }
}
