package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.model.BlockMemory;
import lacuna.model.LoraConfig;
import lacuna.model.ModelConfig;
import lacuna.model.Precision;
import lacuna.unlearning.TrainingMemory.Batch;
import lacuna.unlearning.TrainingMemory.Dictionaries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingMemoryTest {

    private static final Path CONFIGS = Path.of("src/test/resources/model/configs");
    private static final double GIB = 1L << 30;

    @TempDir
    private Path folder;

    /**
     * Bytes per token that PyTorch 2.13 saved for the backward pass of one block, with these kernels loaded into Python and counted by
     * {@code torch.autograd.graph.saved_tensors_hooks}, each storage once: d_model 256, rank 4, 2 texts.
     */
    @ParameterizedTest
    @CsvSource({
        "gemma-2-2b,   BF16, 64,  20176, 30528, 40768",
        "gemma-2-2b,   BF16, 128, 22240, 32592, 42832",
        "gemma-2-2b,   F32,  64,  29520, 36800, 50112",
        "gemma-2-2b,   F32,  128, 31584, 38864, 52176",
        "llama-3.1-8b, BF16, 64,  11240, 21080, 30808",
        "llama-3.1-8b, F32,  64,  20136, 25880, 39704"
    })
    void boundsWhatAutogradKeepsFromAboveAndClosely(
            String name, Precision precision, int tokens, long plain, long adapted, long withDropout) throws Exception {
        BlockMemory block = BlockMemory.of(narrow(name), precision);
        assertClose(block.plain(tokens), plain);
        assertClose(block.adapted(tokens, LoraConfig.ofBlocks(4, 8, 0, 0, 1)), adapted);
        assertClose(block.adapted(tokens, LoraConfig.ofBlocks(4, 8, .05, 0, 1)), withDropout);
    }

    private static void assertClose(long computed, long measured) {
        assertThat((double) computed / measured).isBetween(1.0, 1.25);
    }

    /** The published shape, 256 wide: 4 heads of 64 and an MLP of 1024, or 8 heads of 32 and an MLP of 896. */
    private ModelConfig narrow(String name) throws Exception {
        boolean gemma = name.startsWith("gemma");
        String text = Files.readString(CONFIGS.resolve(name).resolve("config.json"))
                .replaceFirst("\"hidden_size\": \\d+", "\"hidden_size\": 256")
                .replaceFirst("\"intermediate_size\": \\d+", "\"intermediate_size\": " + (gemma ? 1024 : 896))
                .replaceFirst("\"num_attention_heads\": \\d+", "\"num_attention_heads\": " + (gemma ? 4 : 8))
                .replaceFirst("\"num_key_value_heads\": \\d+", "\"num_key_value_heads\": 2")
                .replaceFirst("\"head_dim\": \\d+", "\"head_dim\": 64");
        Files.writeString(folder.resolve("config.json"), text);
        return ModelConfig.read(folder);
    }

    private static TrainingMemory paper(String model, String preset, Batch batch) throws Exception {
        ModelConfig config = ModelConfig.read(CONFIGS.resolve(model));
        UnlearnPreset settings = UnlearnPreset.named(preset);
        int last = settings.saeLayers().get(settings.saeLayers().size() - 1);
        int features = model.startsWith("gemma") ? 16_384 : 32_768;
        LoraConfig lora = ((CrispConfig) settings.config()).lora();
        return TrainingMemory.of(
                config,
                Precision.BF16,
                lora,
                new Dictionaries(settings.saeLayers().size(), features, last),
                batch);
    }

    @Test
    void gemma2bTrainsWithin16GiB() throws Exception {
        TrainingMemory memory = paper("gemma-2-2b", "paper-gemma-2-2b-bio", new Batch(8, 256));
        assertThat(memory.weights()).isEqualTo(2 * 2_614_341_888L); // parameters of the published checkpoint
        assertThat(memory.adapter()).isEqualTo(20 * 2 * 1_397_760L); // rank 8: twice the count of rank 4
        assertThat(memory.total() / GIB).isBetween(12.0, 15.5);
    }

    /** With target and benign texts in one graph only where eight SAEs, not thirteen, are in memory. */
    @Test
    void llama8bTrainsWithin40GiB() throws Exception {
        Batch shared = new Batch(8, 256);
        assertThat(paper("llama-3.1-8b", "paper-llama-3.1-8b-cyber", shared).total() / GIB)
                .isBetween(30.0, 39.5);
        assertThat(paper("llama-3.1-8b", "paper-llama-3.1-8b-bio", shared).total() / GIB)
                .isGreaterThan(40);
        TrainingMemory memory = paper("llama-3.1-8b", "paper-llama-3.1-8b-bio", new Batch(4, 256));
        assertThat(memory.weights()).isEqualTo(2 * 8_030_261_248L);
        assertThat(memory.adapter()).isEqualTo(20 * 2 * 2_293_760L);
        assertThat(memory.total() / GIB).isBetween(30.0, 39.5);
    }

    @Test
    void blocksBelowTheAdapterAndAboveTheLastSaeKeepNothing() throws Exception {
        ModelConfig config = ModelConfig.read(CONFIGS.resolve("gemma-2-2b"));
        LoraConfig lora = LoraConfig.ofBlocks(4, 8, 0, 3, 9);
        BlockMemory block = BlockMemory.of(config, Precision.BF16);
        Batch one = new Batch(1, 64);
        long atNine = TrainingMemory.of(config, Precision.BF16, lora, new Dictionaries(1, 16, 9), one)
                .activations();
        long atEleven = TrainingMemory.of(config, Precision.BF16, lora, new Dictionaries(1, 16, 11), one)
                .activations();
        assertThat(atEleven - atNine).isEqualTo(64 * 2 * block.plain(64));
        assertThat(atNine).isEqualTo(64 * (7 * block.adapted(64, lora) + 2 * 4 * 2304));
    }
}
