package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    Path folder;

    @Test
    void textFilesAreSplitAtBlankLines() throws Exception {
        Path file = write("a.txt", "\n\nOne\r\nstill one\r\n \t\r\n\r\nTwo");
        Corpus corpus = Corpus.read(file);
        assertThat(corpus.name()).isEqualTo("a.txt");
        assertThat(corpus.documents())
                .containsExactly(new Document("a.txt#1", "One\nstill one"), new Document("a.txt#2", "Two"));
    }

    @Test
    void jsonLinesGiveTheFieldAskedFor() throws Exception {
        Path file = write(
                "b.jsonl", "{\"text\": \"A \\u00e9\", \"story\": \"S\"}\n\n{\"text\": \"  \", \"story\": \"T\"}\n");
        assertThat(Corpus.read(file).documents()).containsExactly(new Document("b.jsonl#1", "A \u00E9"));
        assertThat(Corpus.read(file, "story").documents())
                .containsExactly(new Document("b.jsonl#1", "S"), new Document("b.jsonl#2", "T"));
    }

    @Test
    void csvHonoursQuotesCommasAndLineBreaks() throws Exception {
        Path file = write("c.CSV", "id,text\r\n1,\"He said \"\"no\"\",\nthen left\"\r\n2,plain\r\n3,\"\"\r\n");
        assertThat(Corpus.read(file).documents())
                .containsExactly(
                        new Document("c.CSV#1", "He said \"no\",\nthen left"), new Document("c.CSV#2", "plain"));
    }

    @Test
    void aFolderIsReadInNameOrder() throws Exception {
        write("b.jsonl", "{\"text\":\"B\"}");
        write("a.txt", "A");
        write("README.md", "about these files");
        write("notes.pdf", "not a corpus");
        write(".hidden.txt", "hidden");
        Corpus corpus = Corpus.read(folder);
        assertThat(corpus.documents()).extracting(Document::text).containsExactly("A", "B");
        assertThat(corpus.name()).isEqualTo(folder.getFileName().toString());
        String before = corpus.sha256();
        write("b.jsonl", "{\"text\":\"C\"}");
        assertThat(Corpus.read(folder).sha256()).isNotEqualTo(before);
    }

    @Test
    void theHashIsThatOfTheBytes() throws Exception {
        assertThat(Corpus.read(write("a.txt", "abc")).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void byteOrderMarksAreAccepted() throws Exception {
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            Path file = folder.resolve("bom.txt");
            Files.write(file, "\uFEFFcaf\u00E9 \uD83D\uDE42".getBytes(charset));
            assertThat(Corpus.read(file).documents())
                    .extracting(Document::text)
                    .containsExactly("caf\u00E9 \uD83D\uDE42");
        }
    }

    @Test
    void damagedUtf8IsRefusedWithItsPlace() throws Exception {
        Path file = folder.resolve("cut.txt");
        byte[] bytes = "\u00E9 first\n\nna\u00EFve \u00E9".getBytes(StandardCharsets.UTF_8);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertSentence(file).hasMessageContaining("offset 17, line 3").hasMessageContaining("as UTF-8");
        Files.write(file, new byte[] {'a', '\n', 'b', 0, 'c', 0, 0, 1});
        assertSentence(file).hasMessageContaining("zero character in line 2").hasMessageContaining("binary");
    }

    @Test
    void otherEncodingsAreToldAndShown() throws Exception {
        assertEncoding("na\u00EFve \u201Cquotes\u201D", Charset.forName("windows-1252"), "windows-1252");
        assertEncoding(
                "\u0412\u0441\u0435 \u0441\u0447\u0430\u0441\u0442\u043B\u0438\u0432\u044B\u0435 \u0441\u0435\u043C\u044C\u0438 \u043F\u043E\u0445\u043E\u0436\u0438 \u0434\u0440\u0443\u0433 \u043D\u0430 \u0434\u0440\u0443\u0433\u0430",
                Charset.forName("windows-1251"),
                "windows-1251");
        assertEncoding("without a mark", StandardCharsets.UTF_16LE, "UTF-16LE");
        assertEncoding("without a mark", StandardCharsets.UTF_16BE, "UTF-16BE");
        assertEncoding("plain caf\u00E9", StandardCharsets.UTF_8, "UTF-8");
    }

    private void assertEncoding(String text, Charset charset, String shown) throws Exception {
        Path file = Files.write(folder.resolve("encoded.txt"), text.getBytes(charset));
        Corpus corpus = Corpus.read(file);
        assertThat(corpus.documents()).extracting(Document::text).containsExactly(text);
        assertThat(corpus.encoding()).isEqualTo(shown);
        Files.delete(file);
    }

    @Test
    void whatIsMissingIsNamedWithItsLine() throws Exception {
        assertSentence(write("a.jsonl", "{\"text\":\"x\"}\n{\"story\":\"y\"}"))
                .hasMessageContaining("a.jsonl, line 2 has no text in the field \"text\"")
                .hasMessageContaining("\"story\"");
        assertSentence(write("a.jsonl", "{\"text\":\"x\"}\n{\"text\":")).hasMessageContaining("line 2 is not JSON");
        assertSentence(write("a.jsonl", "{\"text\": 5}")).hasMessageContaining("line 1 has no text");
        assertSentence(write("a.csv", "id,story\n1,x"))
                .hasMessageContaining("names no column \"text\"")
                .hasMessageContaining("\"id\", \"story\"");
        assertSentence(write("a.csv", "id,text\n1,\"x\ny\"\n2,a,b")).hasMessageContaining("line 4 has 3 fields");
        assertSentence(write("a.csv", "id,text\n1,\"x\ny")).hasMessageContaining("line 2: the quote that opens here");
        assertSentence(write("a.csv", "text\n\"x\"y\n")).hasMessageContaining("line 2: text follows");
    }

    @Test
    void emptyMissingAndUnknownFilesGetASentence() throws Exception {
        assertSentence(write("a.txt", " \n\n")).hasMessageContaining("holds no text");
        assertSentence(write("a.csv", "")).hasMessageContaining("holds no text");
        assertSentence(write("a.pdf", "x")).hasMessageContaining(".jsonl");
        assertSentence(folder.resolve("none.txt")).hasMessageContaining("There is no corpus");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertSentence(empty).hasMessageContaining("holds no corpus file");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertSentence(Path file) {
        return assertThatThrownBy(() -> Corpus.read(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining(file.toString());
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
