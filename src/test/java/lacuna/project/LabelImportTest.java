package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import lacuna.features.FeatureLabel;
import lacuna.features.FeatureLabels;
import lacuna.features.LabelSet;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in the form of Neuronpedia's exporter: the traps that its files are known for. */
class LabelImportTest {

    private static final HookPoint HOOK = HookPoint.residPost(1);

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void writeProject() throws Exception {
        project = Project.read(ToyProject.write(folder.resolve("toy")));
    }

    private static String row(String id, String index, String text, String method, String more) {
        return """
                {"id": %s, "modelId": "toy", "layer": "1-toy-res-48", "index": %s, "authorId": "a", "description": %s, "typeName": "%s", "explanationModelName": "some-model"%s}
                """.formatted(id, index, text, method, more);
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private List<LabelSet> load(Path... paths) throws LacunaException {
        return LabelImport.byName(project).run(List.of(paths), Progress.NONE);
    }

    private FeatureLabels labels() throws LacunaException {
        return FeatureLabels.read(project.labelsFolder());
    }

    @Test
    void rowsAreKeyedByNumberAndOrderedByMethodThenAge() throws Exception {
        String embedding = ", \"embedding\": [" + "0.25, ".repeat(255) + "1], \"umap_x\": null";
        write(
                "labels/features/batch-0.jsonl",
                "{\"modelId\": \"toy\", \"layer\": \"1-toy-res-48\", \"index\": \"10\"}\n");
        write(
                "labels/explanations/batch-0.jsonl.gz",
                row("\"a\"", "\"10\"", "\"old other\"", "eleuther_acts_top20", ", \"createdAt\": \"2024-01-01\"")
                        + row(
                                "\"b\"",
                                "\"10\"",
                                "\"new other\"",
                                "eleuther_acts_top20",
                                ", \"createdAt\": \"2025-01-01\"")
                        + row("\"c\"", "\"10\"", "\"by OpenAI's\"", "oai_token-act-pair", embedding)
                        + row("\"d\"", "\"10\"", "\"by Neuron\\u0000pedia's\\n own\"", "np_max-act-logits", ""));
        write(
                "labels/explanations/batch-1.jsonl.gz",
                row("\"d\"", "\"10\"", "\"by Neuron\\u0000pedia's\\n own\"", "np_max-act-logits", "")
                        + row("\"e\"", "2", "\"dragons\"", "np_acts-logits-general", ", \"embedding\": \"[1,2]\"")
                        + row("\"f\"", "\"3\"", "\" \"", "np_max-act", ""));

        LabelSet set = load(folder.resolve("labels")).get(0);

        assertThat(set.labels())
                .as("the row at the page's edge counts once, the blank one not")
                .isEqualTo(5);
        assertThat(set.features()).isEqualTo(2);
        assertThat(set.origins())
                .extracting(LabelSet.Origin::file)
                .containsExactly("batch-0.jsonl.gz", "batch-1.jsonl.gz");
        assertThat(set.origins().get(0).sha256()).hasSize(64);
        assertThat(labels().of(HOOK, 10))
                .extracting(FeatureLabel::text)
                .containsExactly("by Neuron pedia's own", "by OpenAI's", "new other", "old other");
        assertThat(labels().first(HOOK, 2)).get().satisfies(label -> {
            assertThat(label.text()).isEqualTo("dragons");
            assertThat(label.explainer()).isEqualTo("some-model");
            assertThat(label.source()).isEqualTo("toy/1-toy-res-48");
        });
        assertThat(labels().of(HookPoint.residPost(2), 10)).isEmpty();
        assertThat(labels().of(HOOK, 4)).isEmpty();
    }

    @Test
    void importingTwiceChangesNothingAndMoreIsAdded() throws Exception {
        Path first = write("one.jsonl", row("\"a\"", "\"1\"", "\"one\"", "np_max-act", ""));
        Path second = write("two.jsonl", row("\"b\"", "\"1\"", "\"two\"", "oai_token-act-pair", ""));
        load(first);
        load(first);
        assertThat(labels().sets().get(0).origins()).hasSize(1);
        load(second);
        assertThat(labels().of(HOOK, 1)).extracting(FeatureLabel::text).containsExactly("one", "two");
        assertThat(labels().sets()).hasSize(1);
    }

    @Test
    void labelsOfAnotherSaeAreRefusedAndNothingIsKept() throws Exception {
        Path tooWide = write("wide.jsonl", row("\"a\"", "\"48\"", "\"one\"", "np_max-act", ""));
        assertThatThrownBy(() -> load(tooWide))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("feature 48")
                .hasMessageContaining("48 features");
        Path elsewhere = write(
                "else.jsonl",
                row("\"a\"", "\"1\"", "\"one\"", "np_max-act", "").replace("1-toy-res-48", "9-toy-res-48"));
        assertThatThrownBy(() -> load(elsewhere))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("resid_post.9")
                .hasMessageContaining("--hook");
        assertThat(labels().sets()).isEmpty();
        LabelImport.to(project, HOOK).run(List.of(elsewhere), Progress.NONE);
        assertThat(labels().first(HOOK, 1)).get().extracting(FeatureLabel::text).isEqualTo("one");
    }

    @Test
    void whatIsNoFileOfLabelsGetsASentence() throws Exception {
        String good = row("\"a\"", "\"1\"", "\"one\"", "np_max-act", "");
        byte[] packed = Files.readAllBytes(write("good.jsonl.gz", good.repeat(50)));
        Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(packed, packed.length / 2));
        write("array.jsonl", "[1, 2]");
        write("feature.jsonl", "{\"modelId\": \"toy\", \"index\": \"3\", \"maxActApprox\": 3.5}\n");
        write("other.jsonl", "{\"text\": \"a corpus\"}\n");
        write("word.jsonl", row("\"a\"", "\"x\"", "\"one\"", "np_max-act", ""));
        write("huge.jsonl", row("\"a\"", "\"99999999999\"", "\"one\"", "np_max-act", ""));
        write("half.jsonl", good + good.substring(0, 40));
        write("plain.jsonl.gz", good);
        Files.writeString(folder.resolve("plain.jsonl.gz"), good);
        for (String name : List.of(
                "cut.jsonl.gz",
                "array.jsonl",
                "feature.jsonl",
                "other.jsonl",
                "word.jsonl",
                "huge.jsonl",
                "half.jsonl",
                "plain.jsonl.gz",
                "missing.jsonl")) {
            assertThatThrownBy(() -> load(folder.resolve(name)))
                    .as(name)
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining(name);
        }
        assertThat(labels().sets()).isEmpty();
    }

    /** Whatever happens to the bytes, the answer is labels or a sentence. */
    @Test
    void damagedFilesNeverSurprise() throws Exception {
        byte[] plain = row("\"a\"", "\"1\"", "\"one\"", "np_max-act", ", \"embedding\": [1, 2]")
                .repeat(4)
                .getBytes(StandardCharsets.UTF_8);
        byte[] packed = Files.readAllBytes(write("good.jsonl.gz", new String(plain, StandardCharsets.UTF_8)));
        SplittableRandom random = new SplittableRandom(11);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bytes = (round % 2 == 0 ? plain : packed).clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(
                    folder.resolve(round % 2 == 0 ? "fuzz.jsonl" : "fuzz.jsonl.gz"),
                    Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
            try {
                load(file);
            } catch (LacunaException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }
}
