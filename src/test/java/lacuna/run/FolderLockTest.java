package lacuna.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    Path folder;

    /** What another process finds: exit 0 if it gets the folder, 3 if it is refused. */
    public static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            try (FolderLock lock = FolderLock.take(Path.of(arguments[0]))) {
                System.exit(0);
            } catch (LacunaException e) {
                System.exit(3);
            }
        }
    }

    private int otherProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        place(FolderLock.class) + File.pathSeparator + place(Other.class),
                        Other.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static Path place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void aSecondWriterIsRefusedUntilTheFirstHasEnded() throws Exception {
        try (FolderLock first = FolderLock.take(folder)) {
            assertThatThrownBy(() -> FolderLock.take(folder.resolve("../" + folder.getFileName())))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("is being written by another run");
        }
        FolderLock.take(folder).close();
    }

    /** On POSIX systems, closing any handle of a file gives up all locks that the process has on it. */
    @Test
    void aRefusedWriterDoesNotOpenTheFolderToOtherProcesses() throws Exception {
        try (FolderLock first = FolderLock.take(folder)) {
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(LacunaException.class);
            assertThat(otherProcess()).isEqualTo(3);
        }
        assertThat(otherProcess()).isZero();
    }
}
