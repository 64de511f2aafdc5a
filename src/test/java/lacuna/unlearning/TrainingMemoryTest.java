package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.model.BlockMemory;
import lacuna.model.LoraConfig;
import lacuna.model.ModelConfig;
import lacuna.model.Precision;
import lacuna.selection.CrispMode;
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
        return paper(model, preset, batch, ActivationMemory.WHOLE);
    }

    private static TrainingMemory paper(String model, String preset, Batch batch, ActivationMemory memory)
            throws Exception {
        ModelConfig config = ModelConfig.read(CONFIGS.resolve(model));
        UnlearnPreset settings = UnlearnPreset.named(preset);
        int last = settings.saeLayers().get(settings.saeLayers().size() - 1);
        int features = model.startsWith("gemma") ? 16_384 : 32_768;
        return TrainingMemory.of(
                config,
                Precision.BF16,
                ((CrispConfig) settings.config()).withMemory(memory),
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

    /** Thirteen SAEs leave no room for eight rows whose activations are all kept. */
    @Test
    void llama8bTrainsWithin40GiB() throws Exception {
        Batch shared = new Batch(8, 256);
        assertThat(paper("llama-3.1-8b", "paper-llama-3.1-8b-cyber", shared).total() / GIB)
                .isBetween(30.0, 39.9);
        TrainingMemory bio = paper("llama-3.1-8b", "paper-llama-3.1-8b-bio", shared);
        assertThat(bio.weights()).isEqualTo(2 * 8_030_261_248L);
        assertThat(bio.adapter()).isEqualTo(20 * 2 * 2_293_760L);
        assertThat(bio.total() / GIB).isGreaterThan(40);
        for (ActivationMemory cut :
                List.of(new ActivationMemory(0, Activations.RECOMPUTE), new ActivationMemory(2, Activations.KEEP))) {
            assertThat(paper("llama-3.1-8b", "paper-llama-3.1-8b-bio", shared, cut)
                                    .total()
                            / GIB)
                    .isBetween(26.0, 30.0);
        }
    }

    /** Decoders leave the device before training takes its share: both never count together. */
    @Test
    void decodersCountWhereTrainingTakesLessThanThey() throws Exception {
        TrainingMemory bio = paper("llama-3.1-8b", "paper-llama-3.1-8b-bio", new Batch(8, 256));
        assertThat(bio.decoders()).isEqualTo(13L * 4 * 4096 * 32_768);
        assertThat(bio.dictionaries()).isEqualTo(13L * 4 * (4096L * 32_768 + 3 * 32_768 + 4096));
        long training = bio.adapter() + bio.activations() + bio.losses() + bio.frozen() + bio.workspace();
        assertThat(training).isGreaterThan(bio.decoders());
        assertThat(bio.total()).isEqualTo(bio.weights() + bio.dictionaries() + training);
        TrainingMemory small = paper(
                "llama-3.1-8b",
                "paper-llama-3.1-8b-bio",
                new Batch(8, 256),
                new ActivationMemory(1, Activations.RECOMPUTE));
        assertThat(small.total()).isEqualTo(small.weights() + small.dictionaries() + small.decoders());
    }

    /**
     * Ten steps of the published settings fill what is kept for the next epoch, so that it counts in full: benign states alone, 4 rows of
     * 256 tokens at 6 sites, are 54 MiB a step.
     */
    @Test
    void whatTheFrozenModelSaidCountsInFull() throws Exception {
        TrainingMemory bio = paper("gemma-2-2b", "paper-gemma-2-2b-bio", new Batch(8, 256));
        assertThat(bio.frozen()).isEqualTo(512L << 20);
        assertThat(10L * 4 * 256 * 6 * 4 * 2304).isGreaterThan(bio.frozen());
        assertThat(bio.total())
                .isEqualTo(bio.weights()
                        + bio.dictionaries()
                        + bio.adapter()
                        + bio.activations()
                        + bio.losses()
                        + bio.frozen()
                        + bio.workspace());
    }

    /** Rows at a time count for what is kept, all rows for the states between blocks. */
    @Test
    void lessIsKeptWhereAPassIsCut() throws Exception {
        Batch batch = new Batch(8, 256);
        long whole = paper("gemma-2-2b", "demo-gemma-2-2b", batch).activations();
        long sites = 8 * 256 * 2 * 6 * 4 * 2304;
        long half = paper("gemma-2-2b", "demo-gemma-2-2b", batch, new ActivationMemory(4, Activations.KEEP))
                .activations();
        assertThat(half - sites).isEqualTo((whole - sites) / 2);
        long again = paper("gemma-2-2b", "demo-gemma-2-2b", batch, new ActivationMemory(0, Activations.RECOMPUTE))
                .activations();
        BlockMemory block = BlockMemory.of(ModelConfig.read(CONFIGS.resolve("gemma-2-2b")), Precision.BF16);
        LoraConfig lora = ((CrispConfig) UnlearnPreset.named("demo-gemma-2-2b").config()).lora();
        assertThat(again - sites).isEqualTo(8 * 256 * (15 * 4 * 2304 + block.adapted(256, lora)));
    }

    @Test
    void blocksBelowTheAdapterAndAboveTheLastSaeKeepNothing() throws Exception {
        ModelConfig config = ModelConfig.read(CONFIGS.resolve("gemma-2-2b"));
        LoraConfig lora = LoraConfig.ofBlocks(4, 8, 0, 3, 9);
        CrispConfig settings = ToyUnlearning.config(CrispMode.ALIGNED, 1, 1, 0).withLora(lora);
        BlockMemory block = BlockMemory.of(config, Precision.BF16);
        Batch eight = new Batch(8, 64); // more than the one coherence text, which goes through all blocks
        long atNine = TrainingMemory.of(config, Precision.BF16, settings, new Dictionaries(1, 16, 9), eight)
                .activations();
        long atEleven = TrainingMemory.of(config, Precision.BF16, settings, new Dictionaries(1, 16, 11), eight)
                .activations();
        assertThat(atEleven - atNine).isEqualTo(8 * 64 * 2 * block.plain(64));
        assertThat(atNine).isEqualTo(8 * 64 * (7 * block.adapted(64, lora) + 2 * 4 * 2304));
    }
}
