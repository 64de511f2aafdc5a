package lacuna.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Stand-ins for the system's openers: one that is not there, one that finds no browser, one that works. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell commands")
class SystemDocumentsTest {

    private static final List<String> MISSING = List.of("no-such-opener");
    private static final List<String> NO_BROWSER = List.of("sh", "-c", "exit 3");

    @TempDir
    Path folder;

    private static String told(Path page, List<List<String>> openers) throws Exception {
        CompletableFuture<String> why = new CompletableFuture<>();
        new SystemDocuments(openers, Runnable::run).open(page, why::complete);
        return why.get(1, TimeUnit.MINUTES);
    }

    @Test
    void whereNoneWorksItSaysWhatWasTriedAndWhatIsMissing() throws Exception {
        Path page = Files.writeString(folder.resolve("report.html"), "<p>");
        assertThat(told(page, List.of(MISSING)))
                .isEqualTo("No program on this system opened it: not installed: no-such-opener.");
        assertThat(told(page, List.of(NO_BROWSER, MISSING)))
                .isEqualTo("No program on this system opened it: tried sh -c exit 3 (exit code 3);"
                        + " not installed: no-such-opener.");
    }

    @Test
    void theNextIsTriedUntilOneOpensAndThenNothingIsTold() throws Exception {
        Path page = Files.writeString(folder.resolve("the report.html"), "<p>");
        Path seen = folder.resolve("seen");
        // it works, and tells which page it was given; the one behind it is there only to be told of
        List<String> works =
                List.of("sh", "-c", "echo \"$0\" > '" + seen + ".part' && mv '" + seen + ".part' '" + seen + "'");
        CompletableFuture<String> why = new CompletableFuture<>();
        new SystemDocuments(List.of(MISSING, NO_BROWSER, works, NO_BROWSER), Runnable::run).open(page, why::complete);
        while (!Files.exists(seen) && !why.isDone()) {
            Thread.sleep(20);
        }
        assertThat(seen).hasContent(page.toUri().toString());
        assertThat(why).isNotDone();
    }
}
