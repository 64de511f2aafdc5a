package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.model.GenerationConfig;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {

    private static final List<Prompt> PROMPTS =
            List.of(new Prompt("Once upon a time", "target"), new Prompt("The dog", "benign"));

    private static Torch torch;
    private static LanguageModel model;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = Toys.stories(torch);
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    /** What transformers' generate(do_sample=False, max_new_tokens=12) adds to the same prompt. */
    @Test
    void continuesGreedily() throws Exception {
        GenerationsResult result =
                new Generations(GenerationConfig.greedy(12)).run(model, PROMPTS, ModelVariant.UNCHANGED, Progress.NONE);
        GeneratedText story = result.texts().get(0);
        assertThat(story.text()).isEqualTo(", there was a little girl named Lily. She");
        assertThat(story.tokens()).isEqualTo(12);
        assertThat(story.group()).isEqualTo("target");
    }

    @Test
    void aSampledTextDependsOnSeedAndPromptButNotOnPromptsBefore() throws Exception {
        GenerationConfig config = new GenerationConfig(8, 1, 0, 1, 7);
        GenerationsResult both = new Generations(config).run(model, PROMPTS, ModelVariant.UNCHANGED, Progress.NONE);
        GenerationsResult second =
                new Generations(config).run(model, PROMPTS.subList(1, 2), ModelVariant.UNCHANGED, Progress.NONE);
        assertThat(second.texts().get(0)).isEqualTo(both.texts().get(1));
        GenerationConfig otherSeed = new GenerationConfig(8, 1, 0, 1, 8);
        assertThat(new Generations(otherSeed)
                        .run(model, PROMPTS, ModelVariant.UNCHANGED, Progress.NONE)
                        .texts())
                .isNotEqualTo(both.texts());
    }

    @Test
    void pairsBeforeAndAfterOfTheSamePromptsOnly() {
        GenerationConfig config = GenerationConfig.greedy(3);
        var before = new GenerationsResult(config, List.of(new GeneratedText("p", "target", " old", 1)));
        var after = new GenerationsResult(config, List.of(new GeneratedText("p", "target", " new", 1)));
        var other = new GenerationsResult(config, List.of(new GeneratedText("q", "target", " new", 1)));
        assertThat(before.pairedWith(after)).containsExactly(new GenerationPair("p", "target", " old", " new"));
        assertThatThrownBy(() -> before.pairedWith(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesNoArrayBehindAndStopsBetweenPrompts() throws Exception {
        Generations generations = new Generations(GenerationConfig.greedy(3));
        generations.run(
                model, PROMPTS, ModelVariant.UNCHANGED, Progress.NONE); // the first pass makes what the model keeps
        int before = torch.liveArrays();
        generations.run(model, PROMPTS, ModelVariant.UNCHANGED, Progress.NONE);
        var stops = new Toys.StopsAfterFirstReport();
        assertThatThrownBy(() -> generations.run(model, PROMPTS, ModelVariant.UNCHANGED, stops))
                .isInstanceOf(Cancelled.class);
        assertThat(stops.reports).isEqualTo(1);
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void resultIsTheSameAfterJson(@TempDir Path folder) throws Exception {
        GenerationsResult result = new GenerationsResult(
                new GenerationConfig(3, 0.5, 4, 0.9, 1), List.of(new GeneratedText("p", "general", " t", 2)));
        Json.write(folder.resolve("g.json"), result);
        assertThat(Json.read(folder.resolve("g.json"), GenerationsResult.class)).isEqualTo(result);
    }

    @Test
    void readsPromptsWithAndWithoutGroup(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("p.json"), "[{\"text\": \"a\", \"group\": \"target\"}, \"b\"]");
        assertThat(Prompt.read(file)).containsExactly(new Prompt("a", "target"), new Prompt("b", "general"));
        Path bad = Files.writeString(folder.resolve("bad.json"), "[\"b\", {\"group\": \"target\"}]");
        assertThatThrownBy(() -> Prompt.read(bad))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("bad.json, prompt 2 has no text");
    }
}
