package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lacuna.run.LacunaException;
import lacuna.tensor.SyntheticFiles.Array;
import lacuna.tensor.SyntheticFiles.Packing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFilesTest {

    private static final float[] SIX = {1, 2, 3, 4, 5, 6};
    private static Torch torch;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
    }

    @AfterAll
    static void stop() {
        torch.close();
    }

    private static void expectMatrix(TensorFile file, String name) throws LacunaException {
        TensorReader reader = new TensorReader(file);
        try (Scope scope = Scope.open()) {
            NDArray matrix = reader.matrix(torch.manager(), name);
            assertThat(matrix.getShape().getShape()).containsExactly(2, 3);
            assertThat(matrix.toFloatArray()).containsExactly(SIX);
            NDArray turned = reader.transposed(torch.manager(), name);
            assertThat(turned.getShape().getShape()).containsExactly(3, 2);
            assertThat(turned.toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(reader.floats(name)).containsExactly(SIX);
            matrix.close();
            turned.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void numpyArchivesAreReadWhateverTheirPackingAndOrder(Packing packing) throws Exception {
        Path file = folder.resolve("a.npz");
        Array array = Array.of(SIX, 2, 3);
        SyntheticFiles.npz(
                file,
                packing,
                Map.of("rows", array, "columns", array.fortranOrdered(), "vector", Array.of(new float[] {7, 8}, 2)));
        try (Npz npz = Npz.open(file)) {
            expectMatrix(npz, "rows");
            expectMatrix(npz, "columns");
            assertThat(new TensorReader(npz).floats("vector")).containsExactly(7, 8);
            assertThatThrownBy(() -> npz.info("other"))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("no array other");
        }
    }

    @Test
    void arraysOfThreeDimensionsInFortranOrderAreNotMisread() throws Exception {
        Path file = folder.resolve("a.npz");
        SyntheticFiles.npz(
                file, Packing.STORED, Map.of("a", Array.of(SIX, 1, 2, 3).fortranOrdered()));
        try (Npz npz = Npz.open(file)) {
            assertThatThrownBy(() -> new TensorReader(npz).floats("a"))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("column by column");
        }
    }

    @Test
    void numpyArraysOfOtherTypesAreRefused() throws Exception {
        Path file = folder.resolve("a.npz");
        SyntheticFiles.npz(file, Packing.STORED, Map.of("a", Array.of(SIX, 2, 3)));
        byte[] bytes = Files.readAllBytes(file);
        replace(bytes, "'<f4'", "'|O4'");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.open(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("NumPy type '|O4'");
    }

    @Test
    void pyTorchArchivesAreReadWithStridesNestingAndPlainValues() throws Exception {
        Path file = folder.resolve("a.pt");
        Array array = Array.of(SIX, 2, 3);
        SyntheticFiles.pt(
                file,
                Map.of(
                        "rows",
                        array,
                        "columns",
                        array.fortranOrdered(),
                        "scalar",
                        new Array(new float[] {2.5f}, false),
                        "ae",
                        Map.of("inner", array, "k", 32L),
                        "name",
                        "TopK"));
        try (TorchArchive archive = TorchArchive.open(file)) {
            expectMatrix(archive, "rows");
            expectMatrix(archive, "columns");
            expectMatrix(archive, "ae.inner");
            assertThat(new TensorReader(archive).scalar("scalar")).isEqualTo(2.5);
            assertThat(archive.values()).containsOnly(Map.entry("ae.k", 32L), Map.entry("name", "TopK"));
        }
    }

    @Test
    void whatCouldRunIsRefusedByName() throws Exception {
        Path file = folder.resolve("evil.pt");
        SyntheticFiles.pickled(
                file,
                "\u0080\u0002cos\nsystem\nX\u0002\u0000\u0000\u0000ls\u0085R.".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TorchArchive.open(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("asks Python to load 'os.system'")
                .hasMessageContaining("safetensors");
    }

    @Test
    void stackGlobalsAreRefusedAsWell() throws Exception {
        Path file = folder.resolve("evil.pt");
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 4, (byte) 0x8C, 8});
        pickle.write("builtins".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x8C, 4});
        pickle.write("eval".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x93, '.'});
        SyntheticFiles.pickled(file, pickle.toByteArray());
        assertThatThrownBy(() -> TorchArchive.open(file)).hasMessageContaining("builtins.eval");
    }

    @Test
    void theOldFormOfPyTorchIsExplained() throws IOException {
        Path file = Files.write(folder.resolve("old.pt"), new byte[] {(byte) 0x80, 2, (byte) 0x8A, 10});
        assertThatThrownBy(() -> TorchArchive.open(file))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("before version 1.6");
    }

    @Test
    void viewsWithGapsAreExplained() throws Exception {
        Path file = folder.resolve("view.pt");
        SyntheticFiles.pt(file, Map.of("a", Array.of(SIX, 2, 3)));
        byte[] bytes = Files.readAllBytes(file);
        // the stride (3, 1) becomes (2, 1)
        replace(bytes, "(J\3\0\0\0J\1\0\0\0t", "(J\2\0\0\0J\1\0\0\0t");
        Files.write(file, bytes);
        assertThatThrownBy(() -> TorchArchive.open(file)).hasMessageContaining("a view with gaps");
    }

    @Test
    void largeMatricesGoThroughInPieces() throws Exception {
        Path file = folder.resolve("large.safetensors");
        int rows = 1025;
        int columns = 4100; // just more than one piece
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        new SafetensorsWriter().floats("w", values, rows, columns).write(file);
        try (Safetensors tensors = Safetensors.open(file);
                Scope scope = Scope.open()) {
            NDArray matrix = new TensorReader(tensors).matrix(torch.manager(), "w");
            NDArray turned = new TensorReader(tensors).transposed(torch.manager(), "w");
            assertThat(java.util.Arrays.mismatch(matrix.toFloatArray(), values)).isNegative();
            float[] found = turned.toFloatArray();
            for (int column : new int[] {0, 1, 4099}) {
                for (int row : new int[] {0, 511, 1022, 1023, 1024}) {
                    assertThat(found[column * rows + row]).isEqualTo(values[row * columns + column]);
                }
            }
            matrix.close();
            turned.close();
        }
    }

    private static void replace(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from);
        assertThat(at).isPositive();
        System.arraycopy(to.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, to.length());
    }
}
