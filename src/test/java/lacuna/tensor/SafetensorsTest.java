package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

    private static final float[] VALUES = {1, -2.5f, 0, 0.1f, 1e-5f, 1000};

    @TempDir
    Path folder;

    private Path written() throws LacunaException {
        Path file = folder.resolve("x.safetensors");
        new SafetensorsWriter()
                .metadata("format", "pt")
                .floats("a", VALUES, 2, 3)
                .floats("half", VALUES, Dtype.F16, 3, 2)
                .floats("brain", VALUES, Dtype.BF16, 6)
                .longs("ids", new long[] {1L << 40, -1}, 2)
                .ints("counts", new int[] {7, -8}, 2)
                .write(file);
        return file;
    }

    @Test
    void readsBackWhatWasWritten() throws Exception {
        try (Safetensors file = Safetensors.open(written())) {
            assertThat(file.floats("a")).containsExactly(VALUES);
            // 11 and 8 bits of precision; 1e-5 is subnormal in f16, hence the absolute part
            assertThat(file.floats("half")).containsExactly(VALUES, within(0.001f));
            for (int i = 0; i < VALUES.length; i++) {
                assertThat(file.floats("brain")[i]).isCloseTo(VALUES[i], within(Math.abs(VALUES[i]) / 256));
            }
            assertThat(file.longs("ids")).containsExactly(1L << 40, -1);
            assertThat(file.longs("counts")).containsExactly(7, -8);
            assertThat(file.require("half", 3, 2).dtype()).isEqualTo(Dtype.F16);
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    /** As a checkpoint in f64 is merged: its dtype stays. */
    @Test
    void writesF64() throws Exception {
        Path file = folder.resolve("wide.safetensors");
        new SafetensorsWriter().floats("a", VALUES, Dtype.F64, 2, 3).write(file);
        try (Safetensors saved = Safetensors.open(file)) {
            assertThat(saved.entry("a").length()).isEqualTo(8L * VALUES.length);
            assertThat(saved.floats("a")).containsExactly(VALUES);
        }
    }

    @Test
    void bytesHaveNoSign() throws Exception {
        Path file = folder.resolve("byte.safetensors");
        byte[] header =
                "{\"k\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 1).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                file, bytes.putLong(header.length).put(header).put((byte) 200).array());
        try (Safetensors saved = Safetensors.open(file)) {
            assertThat(new TensorReader(saved).scalar("k")).isEqualTo(200);
        }
    }

    @Test
    void namesTheTensorThatIsMissingOrOfAnotherShapeOrKind() throws Exception {
        try (Safetensors file = Safetensors.open(written())) {
            assertThatThrownBy(() -> file.entry("b")).isInstanceOf(LacunaException.class);
            assertThatThrownBy(() -> file.require("a", 3, 2))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("[2, 3]")
                    .hasMessageContaining("[3, 2]");
            assertThatThrownBy(() -> file.floats("ids")).isInstanceOf(LacunaException.class);
            assertThatThrownBy(() -> file.longs("a")).isInstanceOf(LacunaException.class);
        }
    }

    @Test
    void refusesEveryTruncation() throws Exception {
        byte[] whole = Files.readAllBytes(written());
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.open(cut)).isInstanceOf(LacunaException.class);
        }
    }

    /** Whatever bit of length and header is flipped, the file is read or refused in a sentence: nothing else is thrown. */
    @Test
    void survivesEveryFlippedBitOfTheHeader() throws Exception {
        byte[] whole = Files.readAllBytes(written());
        int header =
                8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        Path file = folder.resolve("flipped.safetensors");
        int refused = 0;
        for (int bit = 0; bit < 8 * header; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);
            try (Safetensors opened = Safetensors.open(file)) {
                for (String name : opened.names()) {
                    if (opened.entry(name).dtype().isFloating()) {
                        assertThat(opened.floats(name))
                                .hasSize((int) opened.entry(name).size());
                    }
                }
            } catch (LacunaException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * header / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,400]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                "{\"a\":7}",
                "[]"
            })
    void refusesHeadersThatLie(String header) throws IOException {
        Path file = folder.resolve("lie.safetensors");
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + text.length + 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("lie.safetensors");
    }

    /** 3 GiB of zeros as f32 would be, on a disk that holds none of them: the file is sparse. */
    @Test
    void tellsOfATensorTooLargeForOneArray() throws Exception {
        Path file = folder.resolve("large.safetensors");
        long elements = 800_000_000L;
        byte[] text = ("{\"a\":{\"dtype\":\"BF16\",\"shape\":[" + elements + "],\"data_offsets\":[0," + 2 * elements
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            out.write(text);
            out.setLength(8 + text.length + 2 * elements);
        }
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                Safetensors large = Safetensors.open(file)) {
            assertThatThrownBy(() -> large.load(torch.manager(), "a"))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("large.safetensors")
                    .hasMessageContaining("2 GiB");
        }
    }

    @Test
    void loadsIntoTheEngineOutsideOfAnyScope() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU);
                Safetensors file = Safetensors.open(written())) {
            ai.djl.ndarray.NDArray array;
            try (Scope scope = Scope.open()) {
                array = file.load(torch.manager(), "a");
            }
            assertThat(array.toFloatArray()).containsExactly(VALUES);
            assertThat(array.getShape().getShape()).containsExactly(2, 3);
        }
    }
}
