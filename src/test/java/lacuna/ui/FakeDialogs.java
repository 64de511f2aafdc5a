package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import lacuna.ui.app.Dialogs;

/** Answers from a list made beforehand, and remembers what was asked. An unforeseen question fails the test. */
public final class FakeDialogs implements Dialogs {

    private final Deque<Object> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    /** The next question gets the answer of this label. */
    public FakeDialogs answer(String label) {
        answers.add(label);
        return this;
    }

    /** The next file question gets this path. */
    public FakeDialogs answer(Path path) {
        answers.add(path);
        return this;
    }

    /** Titles, in order. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public int choose(String title, String question, List<String> labels) {
        asked.add(title);
        int index = labels.indexOf(String.valueOf(answers.poll()));
        if (index < 0) {
            throw new AssertionError("no answer prepared for: " + title + " " + labels);
        }
        return index;
    }

    @Override
    public Optional<Path> chooseFolder(String title, Optional<Path> start) {
        return path(title);
    }

    @Override
    public Optional<Path> chooseFile(String title, Optional<Path> start, List<FileKind> kinds) {
        return path(title);
    }

    @Override
    public Optional<Path> chooseSaveFile(
            String title, Optional<Path> start, String suggestedName, List<FileKind> kinds) {
        return path(title);
    }

    private Optional<Path> path(String title) {
        asked.add(title);
        return answers.poll() instanceof Path path ? Optional.of(path) : Optional.empty();
    }
}
