package lacuna.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Questions to the user. Behind an interface so that tests answer them. */
public interface Dialogs {

    /** A kind of file to choose, such as ("Corpus", ["*.jsonl", "*.txt"]). */
    record FileKind(String description, List<String> patterns) {
        public FileKind {
            patterns = List.copyOf(patterns);
        }
    }

    /** One of several answers; the first is the default, the last is meant by Escape. Labels are verbs. */
    int choose(String title, String question, List<String> answers);

    /** Two answers: to go on, or not. */
    default boolean confirm(String title, String question, String proceed) {
        return choose(title, question, List.of(proceed, "Cancel")) == 0;
    }

    Optional<Path> chooseFolder(String title, Optional<Path> start);

    Optional<Path> chooseFile(String title, Optional<Path> start, List<FileKind> kinds);

    Optional<Path> chooseSaveFile(String title, Optional<Path> start, String suggestedName, List<FileKind> kinds);
}
