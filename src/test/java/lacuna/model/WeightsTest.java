package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Dtype;
import lacuna.tensor.FreeMemory;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.tensor.Torch.DeviceChoice;
import lacuna.tensor.Torch.DtypeChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

    private static final Path RESOURCES = Path.of("src/test/resources/model");
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    /** Stored as bf16, computed in f32 or bf16; in one file or in shards: the same values. */
    @ParameterizedTest
    @CsvSource({"gemma2, BF16", "gpt2, F16", "gpt_neox, F32"})
    void shardsAndOneFileHoldTheSameModel(String family, Dtype dtype) throws Exception {
        RandomModel random = new RandomModel(RESOURCES.resolve(family), dtype, 3);
        random.write(folder.resolve("one"), GIB, Progress.NONE);
        random.write(folder.resolve("many"), 100_000, Progress.NONE);
        assertThat(Files.exists(folder.resolve("many/model.safetensors.index.json")))
                .isTrue();
        try (Torch torch = Torch.start(DeviceChoice.CPU)) {
            assertThat(logits(folder.resolve("many"), torch)).containsExactly(logits(folder.resolve("one"), torch));
        }
    }

    /**
     * The largest difference of logits from f32, as a share of the largest logit. f16 keeps 11 bits, bf16 8; four to twelve blocks
     * multiply a rounding of 2^-12 or 2^-9 by about ten.
     */
    @ParameterizedTest
    @ValueSource(strings = {"llama3", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gpt2", "gpt_neox"})
    void halfPrecisionsStayNearF32(String family) throws Exception {
        float[] exact = logits(family, DtypeChoice.F32);
        assertThat(difference(logits(family, DtypeChoice.F16), exact))
                .isGreaterThan(1e-6)
                .isLessThan(0.01);
        assertThat(difference(logits(family, DtypeChoice.BF16), exact))
                .isGreaterThan(1e-5)
                .isLessThan(0.08);
    }

    @Test
    void whatIsWrittenIntoAMappedTensorNeverReachesTheFile() throws Exception {
        new RandomModel(RESOURCES.resolve("qwen3"), Dtype.F32, 3).write(folder, GIB, Progress.NONE);
        byte[] before = Files.readAllBytes(folder.resolve("model.safetensors"));
        try (Torch torch = Torch.start(DeviceChoice.CPU);
                LanguageModel model = LanguageModel.openWithoutTokenizer(folder, torch)) {
            model.weights().head().muli(2);
            assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isEqualTo(before);
        }
    }

    @Test
    void tensorsThatAreNotAlignedAreReadAllTheSame() throws Exception {
        Path source = RESOURCES.resolve("llama3");
        Files.copy(source.resolve("config.json"), folder.resolve("config.json"));
        byte[] file = Files.readAllBytes(source.resolve("model.safetensors"));
        byte[] odd = new byte[file.length + 1]; // one more space behind the header moves every tensor off its alignment
        int header = file[0] & 255 | (file[1] & 255) << 8 | (file[2] & 255) << 16;
        System.arraycopy(file, 0, odd, 0, 8 + header);
        odd[8 + header] = ' ';
        System.arraycopy(file, 8 + header, odd, 9 + header, file.length - 8 - header);
        odd[0]++;
        Files.write(folder.resolve("model.safetensors"), odd);
        try (Torch torch = Torch.start(DeviceChoice.CPU)) {
            assertThat(logits(folder, torch)).containsExactly(logits(source, torch));
        }
    }

    @Test
    void gpt2WithoutItsPrefixAndGemma3InsideAModelWithImagesAreRead() throws Exception {
        rename("gpt2", "transformer.", "");
        rename("gemma3_text", "model.", "language_model.model.");
        String text = Files.readString(RESOURCES.resolve("gemma3_text/config.json"));
        Files.writeString(
                folder.resolve("gemma3_text/config.json"),
                "{\"model_type\": \"gemma3\", \"dtype\": \"float32\", \"text_config\": " + text + "}");
        try (Torch torch = Torch.start(DeviceChoice.CPU)) {
            for (String family : new String[] {"gpt2", "gemma3_text"}) {
                assertThat(logits(folder.resolve(family), torch))
                        .containsExactly(logits(RESOURCES.resolve(family), torch));
            }
        }
    }

    @Test
    void choosesADtypeForDeviceAndMemory() throws Exception {
        assertThat(choose(DtypeChoice.AUTO, Precision.Place.CPU, 20)).isEqualTo(Precision.F32);
        assertThat(choose(DtypeChoice.AUTO, Precision.Place.CPU, 8)).isEqualTo(Precision.BF16);
        assertThat(choose(DtypeChoice.AUTO, Precision.Place.GPU, 20)).isEqualTo(Precision.BF16);
        assertThat(choose(DtypeChoice.F16, Precision.Place.CPU, 20)).isEqualTo(Precision.F16);
    }

    @Test
    void aModelLargerThanMemoryIsRefusedWithTheFigures() {
        assertThatThrownBy(() -> choose(DtypeChoice.AUTO, Precision.Place.CPU, 4))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("2614341888")
                .hasMessageContaining("4.9 GiB as bf16")
                .hasMessageContaining("4.0 GiB (limit of the container)");
        assertThatThrownBy(() -> choose(DtypeChoice.F32, Precision.Place.CPU, 6))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("9.7 GiB as f32")
                .hasMessageContaining("--dtype bf16 (4.9 GiB)");
    }

    private static Precision choose(DtypeChoice wanted, Precision.Place place, long gib) throws LacunaException {
        return Precision.choose(
                wanted, Dtype.BF16, 2_614_341_888L, place, new FreeMemory(gib * GIB, "limit of the container"));
    }

    private void rename(String family, String from, String to) throws Exception {
        Path target = folder.resolve(family);
        Files.createDirectories(target);
        Files.copy(RESOURCES.resolve(family).resolve("config.json"), target.resolve("config.json"));
        SafetensorsWriter writer = new SafetensorsWriter();
        try (Safetensors file = Safetensors.open(RESOURCES.resolve(family).resolve("model.safetensors"))) {
            for (String name : file.names()) {
                assertThat(name).startsWith(from);
                writer.floats(
                        to + name.substring(from.length()),
                        file.floats(name),
                        file.entry(name).shape());
            }
        }
        writer.write(target.resolve("model.safetensors"));
    }

    private static float[] logits(String family, DtypeChoice dtype) throws Exception {
        try (Torch torch = Torch.start(DeviceChoice.CPU, dtype)) {
            return logits(RESOURCES.resolve(family), torch);
        }
    }

    private static float[] logits(Path model, Torch torch) throws Exception {
        try (LanguageModel opened = LanguageModel.openWithoutTokenizer(model, torch);
                Scope scope = Scope.open()) {
            long[] ids = {1, 403, 407, 261, 378, 400, 11, 5, 80, 200, 99, 3};
            NDArray row = torch.manager().create(ids, new Shape(1, ids.length));
            return opened.forward(row, Pass.forLogits(), null).logits().toFloatArray();
        }
    }

    private static double difference(float[] got, float[] expected) {
        double worst = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return worst / size;
    }
}
