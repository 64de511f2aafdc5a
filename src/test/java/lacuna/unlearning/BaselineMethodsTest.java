package lacuna.unlearning;

import static lacuna.unlearning.ActivationMemory.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.LoraConfig;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.FeatureSelection;
import lacuna.tensor.AdamW;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RMU and ELM on the sample's model against Python written from their descriptions (transformers 5.18, torch 2.13, f32; ELM's sampling from the
 * same random numbers): the losses of five steps, each after the update of the one before.
 */
class BaselineMethodsTest {

    private static final double RELATIVE = 1e-4;

    private static Torch torch;
    private static LanguageModel model;
    private static JsonNode expected;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(Path.of("sample-projects/ember-isles/model"), torch);
        expected = Json.readTree(Path.of("src/test/resources/unlearning/baselines.json"));
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static List<TokenizedDocument> documents(String... texts) {
        List<TokenizedDocument> documents = new ArrayList<>();
        for (String text : texts) {
            int[] words = model.tokenizer().encode(text).ids();
            int[] ids = new int[words.length + 1];
            ids[0] = model.tokenizer().bosId();
            System.arraycopy(words, 0, ids, 1, words.length);
            documents.add(new TokenizedDocument(documents.size(), ids));
        }
        return documents;
    }

    private static UnlearnInputs inputs(int texts) {
        List<TokenizedDocument> target = documents(
                "The dragon of the isle slept under the mountain and breathed fire.",
                "Lily saw a dragon near the sea.");
        List<TokenizedDocument> benign =
                documents("Tom had a red ball and he liked to play with it in the park.", "The cat sat on the mat.");
        return new UnlearnInputs(
                model,
                List.of(),
                new FeatureSelection(List.of()),
                new UnlearnTexts(target.subList(0, texts), benign.subList(0, texts), List.of()));
    }

    private static RmuConfig rmu() {
        return new RmuConfig(
                2, 6.5, 100, RmuConfig.Positions.ALL, new TreeSet<>(List.of(0, 1, 2)), 1e-3, 5, 2, 64, 7, 0, WHOLE);
    }

    private static ElmConfig elm() {
        return new ElmConfig(
                List.of("dragons", "wyrms"),
                20,
                1,
                1,
                1,
                3,
                6,
                6,
                LoraConfig.ofBlocks(4, 8, 0, 1, 2),
                1e-3,
                5,
                1,
                64,
                7,
                0,
                WHOLE);
    }

    private static List<StepLosses> fiveSteps(UnlearnConfig config, UnlearnInputs inputs) throws LacunaException {
        List<StepLosses> losses = new ArrayList<>();
        try (Objective objective = config.objective(inputs);
                AdamW adam = new AdamW(torch, objective.trained().parameters(), objective.optimizer())) {
            for (int step = 0; step < 5; step++) {
                losses.add(objective.add(step, Progress.NONE));
                adam.step(config.learningRateAt(step), config.largestNorm());
            }
        }
        return losses;
    }

    /** ELM's texts go through the model one by one, so that only recomputation cuts its passes. */
    @ParameterizedTest
    @CsvSource({"1, KEEP", "0, RECOMPUTE"})
    void elmsCutPassesLeaveLossesAndGradientsAsTheyAre(int rows, Activations activations) throws Exception {
        ElmConfig cut = elm().withMemory(new ActivationMemory(rows, activations));
        CutRun whole = CutRun.of(torch, elm(), inputs(1), 5);
        CutRun inParts = CutRun.of(torch, cut, inputs(1), 5);
        inParts.assertSameAs(whole);
        int before = torch.liveArrays();
        CutRun.of(torch, cut, inputs(1), 5);
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    private static void assertLosses(List<StepLosses> found, JsonNode steps, String... names) {
        assertThat(found).hasSize(steps.size());
        for (int step = 0; step < steps.size(); step++) {
            for (int i = 0; i < names.length; i++) {
                double wanted = steps.get(step).get(i).asDouble();
                assertThat(found.get(step).byName().get(names[i]))
                        .as(names[i] + " at step " + (step + 1))
                        .isCloseTo(wanted, within(RELATIVE * Math.abs(wanted) + 1e-9));
            }
        }
    }

    @Test
    void rmusLossesAreThoseOfPython() throws Exception {
        fiveSteps(rmu(), inputs(2)); // the first pass makes what the model keeps
        int before = torch.liveArrays();
        List<StepLosses> losses = fiveSteps(rmu(), inputs(2));
        assertLosses(losses, expected.path("rmu"), RmuConfig.UNLEARN, RmuConfig.RETAIN);
        assertThat(losses.get(4).total())
                .isEqualTo(
                        losses.get(4).byName().get(RmuConfig.UNLEARN)
                                + 100 * losses.get(4).byName().get(RmuConfig.RETAIN),
                        within(1e-9));
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void elmsLossesAreThoseOfPython() throws Exception {
        fiveSteps(elm(), inputs(1)); // the first pass makes what the model keeps
        int before = torch.liveArrays();
        List<StepLosses> losses = fiveSteps(elm(), inputs(1));
        assertLosses(losses, expected.path("elm"), ElmConfig.ERASE, ElmConfig.RETAIN, ElmConfig.FLUENCY);
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    /** What RMU leaves behind is an adapter like any other, and changes the down projections alone. */
    @Test
    void rmusWeightsAreReadAgainAsAnAdapter() throws Exception {
        TokenBatch batch = new TokenBatch(
                new int[] {0},
                new int[][] {inputs(1).texts().target().get(0).ids()},
                new int[] {inputs(1).texts().target().get(0).length()});
        try (Objective objective = rmu().objective(inputs(2));
                AdamW adam = new AdamW(torch, objective.trained().parameters(), objective.optimizer())) {
            objective.add(0, Progress.NONE);
            adam.step(1e-3, Double.POSITIVE_INFINITY);
            objective.trained().write(folder);
            assertThat(objective.trained().names()).allMatch(name -> name.contains("mlp.down_proj"));
            assertThat(objective.trained().size()).isEqualTo(3L * 192 * 512);
            try (LoraAdapter read = LoraAdapter.read(folder, model)) {
                float[] trained = logits(batch, objective.trained().variant());
                assertThat(logits(batch, ModelVariant.of(read))).containsExactly(trained);
                assertThat(logits(batch, ModelVariant.UNCHANGED)).isNotEqualTo(trained);
            }
        }
    }

    private static float[] logits(TokenBatch batch, ModelVariant variant) {
        try (Scope scope = Scope.open()) {
            return model.forward(batch, Pass.forLogits().with(variant)).logits().toFloatArray();
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> new RmuConfig(
                        1, 6.5, 1, RmuConfig.Positions.ALL, new TreeSet<>(List.of(2)), 1e-3, 5, 2, 64, 7, 0, WHOLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no gradient");
        RmuConfig far = new RmuConfig(
                6, 6.5, 1, RmuConfig.Positions.ALL, new TreeSet<>(List.of(5)), 1e-3, 5, 2, 64, 7, 0, WHOLE);
        assertThatThrownBy(() -> far.objective(inputs(2)))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("blocks 0 to 5");
    }
}
