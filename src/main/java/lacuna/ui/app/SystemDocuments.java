package lacuna.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * By the system's own choice of program. decision: not by JavaFX's HostServices, which say nothing where no program is registered, and
 * then nothing visible happens.
 */
public final class SystemDocuments implements Documents {

    /** Whatever still runs by then has opened it: some openers become the browser itself. */
    private static final long SETTLED_SECONDS = 10;

    private final List<List<String>> openers;
    private final Executor ui;

    public SystemDocuments() {
        this(openers(System.getProperty("os.name", "")), Platform::runLater);
    }

    /**
     * @param openers commands that take what is to be opened as their last argument, the first that works wins
     * @param ui where failures are told
     */
    SystemDocuments(List<List<String>> openers, Executor ui) {
        this.openers = openers;
        this.ui = ui;
    }

    private static List<List<String>> openers(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return List.of(List.of("open"));
        }
        return name.startsWith("windows")
                ? List.of(List.of("rundll32", "url.dll,FileProtocolHandler"))
                : List.of(List.of("xdg-open"), List.of("gio", "open"), List.of("firefox"), List.of("google-chrome"));
    }

    @Override
    public void open(Path path, Consumer<String> otherwise) {
        tryFrom(0, path.toUri().toString(), new Failures(new ArrayList<>(), new ArrayList<>()), otherwise);
    }

    private void tryFrom(int index, String what, Failures failures, Consumer<String> otherwise) {
        if (index == openers.size()) {
            ui.execute(() -> otherwise.accept(failures.sentence()));
            return;
        }
        String name = String.join(" ", openers.get(index));
        List<String> command = new ArrayList<>(openers.get(index));
        command.add(what);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            failures.missing.add(name);
            tryFrom(index + 1, what, failures, otherwise);
            return;
        }
        process.onExit()
                .completeOnTimeout(process, SETTLED_SECONDS, TimeUnit.SECONDS)
                .thenAccept(ended -> {
                    if (!ended.isAlive() && ended.exitValue() != 0) {
                        failures.failed.add(name + " (exit code " + ended.exitValue() + ")");
                        tryFrom(index + 1, what, failures, otherwise);
                    }
                });
    }

    /**
     * @param missing commands that are not there
     * @param failed commands that found no program, with what they said
     */
    private record Failures(List<String> missing, List<String> failed) {

        /** "No program opened it: tried xdg-open (exit code 3); not installed: firefox." */
        String sentence() {
            List<String> reasons = new ArrayList<>();
            if (!failed.isEmpty()) {
                reasons.add("tried " + String.join(", ", failed));
            }
            if (!missing.isEmpty()) {
                reasons.add("not installed: " + String.join(", ", missing));
            }
            return "No program on this system opened it: " + String.join("; ", reasons) + ".";
        }
    }
}
