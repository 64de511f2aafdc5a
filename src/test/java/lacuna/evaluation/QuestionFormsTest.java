package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionFormsTest {

    private static final Question FIRST = new Question("Which, \"here\"?", List.of("one", "two", "three", "four"), 2);
    private static final Question SECOND = new Question("Who?", List.of("a", "b", "c", "d"), 0);

    @TempDir
    Path folder;

    private List<Question> read(String name, String content) throws Exception {
        return QuestionSet.read(Files.writeString(folder.resolve(name), content))
                .questions();
    }

    @Test
    void csvWithoutHeaderAsMmluWritesIt() throws Exception {
        assertThat(read("test.csv", "\"Which, \"\"here\"\"?\",one,two,three,four,C\nWho?,a,b,c,d,A\n"))
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void csvWithHeaderInAnyOrderWithSubjects() throws Exception {
        assertThat(
                        read(
                                "test.csv",
                                "answer,A,B,C,D,Question,subject\n2,one,two,three,four,\"Which, \"\"here\"\"?\",maths\nA,a,b,c,,Who?,\n"))
                .containsExactly(FIRST.about("maths"), new Question("Who?", List.of("a", "b", "c"), 0));
    }

    /** Else the letter of the answer would stand for the choice behind it. */
    @Test
    void csvWithAnEmptyChoiceBetweenOthersIsRefused() {
        assertThatThrownBy(() -> read("test.csv", "question,A,B,C,D,answer\nWho?,a,,c,d,C\n"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("question 1: choice 2 is empty");
    }

    @Test
    void csvWithAColumnOfLists() throws Exception {
        assertThat(read("test.csv", "question,choices,answer\nWho?,\"[\"\"a\"\",\"\"b\"\",\"\"c\"\",\"\"d\"\"]\",0\n"))
                .containsExactly(SECOND);
    }

    /** Two files of pyarrow: answers as i64 and as text, snappy and zstd; see the folder's README. */
    @Test
    void parquetAsMmluAndWmdpArePublished() throws Exception {
        Path files = Path.of("src/test/resources/evaluation/parquet");
        assertThat(QuestionSet.read(files.resolve("numbers.parquet")).questions())
                .containsExactly(FIRST.about("maths"), SECOND.about("x_y"));
        assertThat(QuestionSet.read(files.resolve("letters.parquet")).questions())
                .containsExactly(FIRST, new Question("Who?", List.of("a", "b", "c"), 0));
        assertThatThrownBy(() -> QuestionSet.read(files.resolve("other.parquet")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("it has text");
        byte[] cut = java.util.Arrays.copyOf(Files.readAllBytes(files.resolve("numbers.parquet")), 200);
        Path damaged = Files.write(folder.resolve("cut.parquet"), cut);
        assertThatThrownBy(() -> QuestionSet.read(damaged))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("cannot be read as Parquet");
    }

    @Test
    void jsonLinesAndSubjects() throws Exception {
        assertThat(read(
                        "test.jsonl",
                        "{\"question\":\"Who?\",\"choices\":[\"a\",\"b\",\"c\",\"d\"],\"answer\":0,\"subject\":\"x_y\"}\n\n"
                                + "{\"question\":\"Who?\",\"choices\":[\"a\",\"b\",\"c\",\"d\"],\"answer\":\"A\"}\n"))
                .containsExactly(SECOND.about("x_y"), SECOND);
        assertThat(
                        read(
                                "test.json",
                                "{\"questions\":[\"Who?\"],\"choices\":[[\"a\",\"b\",\"c\",\"d\"]],\"answers\":[0],\"subjects\":[\"s\"]}"))
                .containsExactly(SECOND.about("s"));
    }

    @Test
    void complainsWithFileAndQuestion() {
        assertThatThrownBy(() -> read("test.csv", "Who?,a,b,c,d,A\nWho?,a\n"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("test.csv, question 2: it has 2 fields");
        assertThatThrownBy(() -> read("test.csv", "question,A,B,answer\nWho?,a,b\n"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("question 1: it has 3 fields, the header 4");
        assertThatThrownBy(() -> read("test.csv", "Who?,a,b,c,d,E\n"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("question 1: its answer is 4, expected 0 to 3");
        assertThatThrownBy(() -> read("test.csv", ""))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("is an empty list");
    }
}
