package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lacuna.project.ToyProject;
import lacuna.run.LacunaException;
import lacuna.tensor.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with the input, the user reads a sentence that names the file, and the exit code is 2. */
class BadInputTest {

    /** Spoils a project. */
    interface Damage {
        void in(Path project) throws IOException, LacunaException;
    }

    @TempDir
    Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("missing weights", "model.safetensors", p -> Files.delete(p.resolve("model/model.safetensors"))),
                damage("truncated weights", "model.safetensors", p -> truncate(p.resolve("model/model.safetensors"))),
                damage(
                        "empty weights",
                        "model.safetensors",
                        p -> Files.write(p.resolve("model/model.safetensors"), new byte[0])),
                damage(
                        "weights of other shapes",
                        "model.safetensors",
                        p -> replace(
                                p.resolve("model/config.json"),
                                "\"intermediate_size\": 172",
                                "\"intermediate_size\": 180")),
                damage(
                        "unknown architecture",
                        "config.json",
                        p -> replace(
                                p.resolve("model/config.json"),
                                "\"model_type\": \"llama\"",
                                "\"model_type\": \"mamba\"")),
                damage("no tokenizer", "tokenizer.json", p -> Files.delete(p.resolve("model/tokenizer.json"))),
                damage(
                        "broken tokenizer",
                        "tokenizer.json",
                        p -> Files.writeString(p.resolve("model/tokenizer.json"), "{\"a\":")),
                damage(
                        "no model folder",
                        "model",
                        p -> ToyProject.edit(p, "\"model\": \"model\"", "\"model\": \"modle\"")),
                damage(
                        "SAE of another width",
                        "resid_post.1",
                        p -> ToyProject.sae(p.resolve("saes/resid_post.1"), 1, 32)),
                damage(
                        "SAE that lies about its width",
                        "cfg.json says \"d_in\" is 64",
                        p -> spoilSae(p.resolve("saes/resid_post.1"))),
                damage(
                        "missing SAE weights",
                        "saes/resid_post.2 is not an SAE",
                        p -> Files.delete(p.resolve("saes/resid_post.2/sae_weights.safetensors"))),
                damage(
                        "truncated SAE",
                        "sae_weights.safetensors",
                        p -> truncate(p.resolve("saes/resid_post.2/sae_weights.safetensors"))),
                damage(
                        "SAE beyond the last block",
                        "resid_post.9",
                        p -> ToyProject.edit(p, "\"hook\": \"resid_post.2\"", "\"hook\": \"resid_post.9\"")),
                damage(
                        "empty corpus",
                        "target.jsonl",
                        p -> Files.writeString(p.resolve("corpora/target.jsonl"), "\n\n")),
                damage("missing corpus", "benign.jsonl", p -> Files.delete(p.resolve("corpora/benign.jsonl"))),
                damage(
                        "binary corpus",
                        "target.jsonl",
                        p -> Files.write(p.resolve("corpora/target.jsonl"), new byte[] {'{', 0, 1, 2, (byte) 200})),
                damage(
                        "corpus without the field",
                        "target.jsonl",
                        p -> Files.writeString(p.resolve("corpora/target.jsonl"), "{\"body\": \"The dragon\"}\n")),
                damage(
                        "question without answer",
                        "target.json",
                        p -> Files.writeString(
                                p.resolve("questions/target.json"),
                                "[{\"question\": \"Who?\", \"choices\": [\"a\", \"b\"]}]")),
                damage(
                        "broken manifest",
                        "project.json",
                        p -> Files.writeString(p.resolve("project.json"), "{\"version\": 1,")),
                damage("unknown field", "project.json", p -> ToyProject.edit(p, "\"seed\": 5", "\"sede\": 5")),
                damage("newer version", "project.json", p -> ToyProject.edit(p, "\"version\": 1", "\"version\": 7")),
                damage("no name", "project.json", p -> ToyProject.edit(p, "\"name\": \"Toy\"", "\"name\": \"\"")),
                damage("unknown mode", "project.json", p -> ToyProject.edit(p, "\"aligned\"", "\"alligned\"")),
                damage(
                        "unknown preset",
                        "ember-isless",
                        p -> ToyProject.edit(p, "\"ember-isles\"", "\"ember-isless\"")),
                damage("batch of none", "batchSize", p -> ToyProject.edit(p, "\"batchSize\": 4", "\"batchSize\": 0")),
                damage(
                        "adapter beyond the last block",
                        "lastBlock",
                        p -> ToyProject.edit(p, "\"lastBlock\": 2", "\"lastBlock\": 12")),
                damage("hopeless tau", "tau", p -> ToyProject.edit(p, "\"tau\": 1.01", "\"tau\": 1000000")));
    }

    private static Arguments damage(String name, String mentions, Damage damage) {
        return Arguments.of(name, mentions, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void saysWhatIsWrongInASentence(String name, String mentions, Damage damage) throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        damage.in(project);

        CommandRun run = CommandRun.of(
                "run", project.toString(), "--out", folder.resolve("out").toString(), "--quiet");

        assertIsASentence(run, mentions);
        assertThat(folder.resolve("out/summary.json")).doesNotExist();
    }

    private static void assertIsASentence(CommandRun run, String mentions) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(mentions).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(run.err().strip()).hasSizeLessThan(900).endsWith(".");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void printsWhereItAroseIfAsked() {
        CommandRun run = CommandRun.of("run", folder.resolve("nowhere").toString(), "--verbose");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nowhere").contains("\tat lacuna.project");
    }

    @Test
    void tellsOfAFullDiskAndLeavesNothingHalfWritten() throws IOException, LacunaException {
        Path full = Path.of("/dev/full"); // every write to it fails with "No space left on device"
        assumeTrue(Files.exists(full));
        Path project = ToyProject.write(folder.resolve("toy"));
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.createSymbolicLink(out.resolve("selection.json.part"), full);

        CommandRun run = CommandRun.of("run", project.toString(), "--out", out.toString(), "--quiet");

        assertIsASentence(run, "selection.json");
        assertThat(run.err()).contains("No space left");
        assertThat(out.resolve("selection.json")).doesNotExist();
        CommandRun again = CommandRun.of("run", project.toString(), "--out", out.toString(), "--quiet");
        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    @Test
    void tellsOfAFolderThatCannotBeWritten() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyProject.text(folder.resolve("file"), "not a folder");

        CommandRun run = CommandRun.of(
                "run", project.toString(), "--out", folder.resolve("file/out").toString(), "--quiet");

        assertIsASentence(run, folder.resolve("file").toString());
    }

    @Test
    void tellsOfADamagedAdapter() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        String out = folder.resolve("out").toString();
        CommandRun.of("train", project.toString(), "--out", out, "--quiet");
        truncate(folder.resolve("out/adapter/adapter_model.safetensors"));

        assertIsASentence(
                CommandRun.of("evaluate", project.toString(), "--adapter", out, "--quiet"),
                "adapter_model.safetensors");
        assertIsASentence(
                CommandRun.of("generate", project.toString(), "--adapter", project.toString(), "--quiet"),
                "adapter_config.json");
    }

    @Test
    void tellsOfAFeatureMarkedWhereThereIsNone() throws IOException, LacunaException {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyProject.text(project.resolve("marks.json"), """
                {"marks": [{"hook": "resid_post.2", "feature": 4000, "verdict": "suppress"}]}
                """);

        assertIsASentence(
                CommandRun.of(
                        "run",
                        project.toString(),
                        "--marks",
                        "--out",
                        folder.resolve("out").toString(),
                        "--quiet"),
                "marks.json");
    }

    private static void truncate(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    private static void replace(Path file, String part, String replacement) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(part);
        Files.writeString(file, before.replace(part, replacement));
    }

    /** Its description says 64, its tensors are 32 wide. */
    private static void spoilSae(Path sae) throws LacunaException {
        new SafetensorsWriter()
                .floats("W_enc", new float[32 * 48], 32, 48)
                .floats("b_enc", new float[48], 48)
                .floats("W_dec", new float[48 * 32], 48, 32)
                .floats("b_dec", new float[32], 32)
                .write(sae.resolve("sae_weights.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluate P --protocol crisp --half test | --protocol, --half without --questions",
                "evaluate P --subject x --questions q.json --protocol crisp | --subject goes with --protocol harness",
                "evaluate P --protocol letters | expected one of [continuation, crisp, harness]",
                "evaluate P --parts features | Name a run folder with --run",
                "evaluate P --judge-model m | Name a run folder with --run",
                "attack P --run r --full | Say on how many texts with --relearn",
                "attack P --run r --rate 1e-3 | Say on how many texts with --relearn"
            })
    void anOptionThatWouldBeOfNoEffectIsTold(String line, String complaint) {
        CommandRun command = CommandRun.of(line.split(" "));
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).contains(complaint).doesNotContain("Exception");
    }
}
