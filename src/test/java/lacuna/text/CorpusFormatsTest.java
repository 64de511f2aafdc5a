package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed, nested and tabular corpora, long documents cut, and files that are damaged or lie. */
class CorpusFormatsTest {

    private static final long MIB = 1 << 20;
    private static final Path PARQUET = Path.of("src/test/resources/corpus");

    @TempDir
    Path folder;

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(Corpus corpus) {
        return corpus.documents().stream().map(Document::text).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void parquetGivesAColumnHoweverItsPagesArePacked(String packing) throws Exception {
        Path file = PARQUET.resolve("small-" + packing + ".parquet");
        Corpus corpus = Corpus.read(file);
        assertThat(texts(corpus)).containsExactly("The dragon sleeps.", "Caf\u00E9 in \u65E5\u672C \uD83D\uDE42");
        assertThat(corpus.format()).isEqualTo("Parquet");
        assertThat(corpus.sha256()).isEqualTo(CorpusBytes.sha256(Files.readAllBytes(file)));
        assertThat(texts(Corpus.read(file, "meta.body"))).containsExactly("one", "two", "four");
        assertThatThrownBy(() -> Corpus.read(file, "body"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("\"text\", \"meta.body\"");
    }

    @Test
    void packedFilesAreUnpackedAndHashedAsTheyLie() throws Exception {
        byte[] lines = utf8("{\"text\": \"one\"}\n{\"text\": \"two\"}\n");
        for (byte[] packed : List.of(gzip(lines), Zstd.compress(lines))) {
            String name = packed[0] == 0x1f ? "a.jsonl.gz" : "a.jsonl.zst";
            Corpus corpus = Corpus.read(Files.write(folder.resolve(name), packed));
            assertThat(texts(corpus)).containsExactly("one", "two");
            assertThat(corpus.sha256()).isEqualTo(CorpusBytes.sha256(packed));
            assertThat(corpus.format()).startsWith("JSON Lines, ");
        }
    }

    @Test
    void aDottedPathReachesIntoObjectsAndLists() throws Exception {
        Path file = Files.writeString(
                folder.resolve("chat.jsonl"),
                "{\"messages\": [{\"content\": \"hello\"}], \"a.b\": \"flat\"}\n{\"messages\": [{\"content\": null}], \"a\": {\"b\": \"deep\"}}\n");
        assertThat(texts(Corpus.read(file, "messages.0.content"))).containsExactly("hello");
        assertThat(texts(Corpus.read(file, "a.b"))).containsExactly("flat", "deep");
        assertThatThrownBy(() -> Corpus.read(file, "messages.7.content")).isInstanceOf(LacunaException.class);
    }

    @Test
    void tablesMayBeSeparatedOtherwise() throws Exception {
        Path semicolons = Files.writeString(folder.resolve("a.csv"), "id;text\n1;\"x; y\"\n2;z\n");
        Path tabs = Files.writeString(folder.resolve("a.tsv"), "id\ttext\n1\tone, two\n");
        assertThat(texts(Corpus.read(semicolons))).containsExactly("x; y", "z");
        assertThat(texts(Corpus.read(tabs))).containsExactly("one, two");
    }

    @Test
    void markdownGivesSectionsOfPlainText() throws Exception {
        Path file = Files.writeString(folder.resolve("a.md"), """
                ---
                title: left out
                ---
                Before *all*.

                # First [link](http://example.com)
                A line
                and `code`. ![picture](p.png)

                <div>
                ## Second
                * one
                * two
                """.replace("<div>\n", "<div>\n\n"));
        assertThat(texts(Corpus.read(file)))
                .containsExactly("Before all.", "First link\nA line\nand code.", "Second\none\ntwo");
    }

    @Test
    void longDocumentsAreCutAtWordsAndNothingIsLost() throws Exception {
        String text = "The quick brown fox jumps over the lazy dog. ".repeat(60).strip();
        String unbroken = "x\uD83D\uDE42".repeat(40);
        Corpus corpus = new Corpus(
                "c", List.of(new Document("a", text), new Document("b", unbroken), new Document("c", "short")), "");
        try (Tokenizer tokenizer = TestTokenizers.stories260K()) {
            List<Document> characters = corpus.cut(new Splitting(Splitting.Unit.CHARACTERS, 100), tokenizer)
                    .documents();
            assertThat(characters).allMatch(piece -> piece.text().length() <= 101);
            assertThat(String.join(
                            " ",
                            characters.stream()
                                    .filter(d -> d.id().startsWith("a"))
                                    .map(Document::text)
                                    .toList()))
                    .isEqualTo(text);
            assertThat(String.join(
                            "",
                            characters.stream()
                                    .filter(d -> d.id().startsWith("b"))
                                    .map(Document::text)
                                    .toList()))
                    .isEqualTo(unbroken);
            assertThat(characters.get(characters.size() - 1)).isEqualTo(new Document("c", "short"));
            List<Document> tokens = corpus.cut(new Splitting(Splitting.Unit.TOKENS, 32), tokenizer)
                    .documents();
            assertThat(tokens).allMatch(piece -> tokenizer.encode(piece.text()).length() <= 33);
            assertThat(tokens.get(0).id()).isEqualTo("a.1");
            assertThat(String.join(
                            " ",
                            tokens.stream()
                                    .filter(d -> d.id().startsWith("a"))
                                    .map(Document::text)
                                    .toList()))
                    .isEqualTo(text);
        }
    }

    @Test
    void whatUnpacksToMoreThanFitsIsRefusedBeforeItDoes() throws Exception {
        Path gz = Files.write(folder.resolve("bomb.txt.gz"), gzip(new byte[(int) (8 * MIB)]));
        Path zst = Files.write(folder.resolve("bomb.txt.zst"), Zstd.compress(new byte[(int) (8 * MIB)]));
        for (Path file : List.of(gz, zst)) {
            assertThatThrownBy(() -> CorpusReader.read(file, "text", MIB))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("more than 1 MiB");
        }
        assertThatThrownBy(() -> CorpusReader.read(PARQUET.resolve("small-none.parquet"), "text", 10))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("more than");
    }

    /** Truncated and bit-flipped files of every form: texts or a sentence, nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.jsonl.gz",
                "a.jsonl.zst",
                "a.csv",
                "a.jsonl",
                "a.md",
                "none.parquet",
                "snappy.parquet",
                "gzip.parquet",
                "zstd.parquet",
                "lz4.parquet"
            })
    void damagedFilesNeverSurprise(String name) throws Exception {
        byte[] good = good(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int refused = 0;
        Path file = folder.resolve(name);
        for (int round = 0; round < 250; round++) {
            byte[] bytes = good.clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips && round % 3 > 0; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, round % 3 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try {
                CorpusReader.read(file, "text", 4 * MIB);
            } catch (LacunaException e) {
                refused++;
                assertThat(e).hasMessageContaining(name);
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] good(String name) throws IOException {
        byte[] lines = utf8("{\"text\": \"once upon a time\", \"id\": 7}\n".repeat(20));
        return switch (name) {
            case "a.jsonl.gz" -> gzip(lines);
            case "a.jsonl.zst" -> Zstd.compress(lines);
            case "a.jsonl" -> lines;
            case "a.csv" -> utf8("id,text\n1,\"one, two\"\n".repeat(1) + "2,x\n3,\"y\"\"z\"\n");
            case "a.md" -> utf8("# One\ntext `code`\n## Two\n* list\n");
            default -> Files.readAllBytes(PARQUET.resolve("small-" + name));
        };
    }
}
