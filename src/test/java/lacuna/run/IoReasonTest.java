package lacuna.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {

    @TempDir
    Path folder;

    @Test
    void whatSaysNoMoreThanTheFileIsPutIntoWords() {
        assertThat(IoReason.of(new AccessDeniedException("/data/a.json"))).isEqualTo("permission denied");
        assertThat(IoReason.of(new FileSystemException("/data/a.json"))).isEqualTo("FileSystemException");
        assertThat(IoReason.of(new FileSystemException("/data/a.json", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(IoReason.of(new IOException("Is a directory"))).isEqualTo("Is a directory");
    }

    @Test
    void aFileInTheWayOfAFolderIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "text");
        assertThatThrownBy(() -> AtomicFiles.write(file.resolve("b.json"), out -> out.write(1)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("in the way");
        assertThatThrownBy(() -> FolderLock.take(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("in the way");
    }

    @Test
    void yamlInAnotherEncodingIsSaid() throws Exception {
        Path file = Files.write(folder.resolve("a.yaml"), "title: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Yaml.readTree(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("not UTF-8");
    }
}
