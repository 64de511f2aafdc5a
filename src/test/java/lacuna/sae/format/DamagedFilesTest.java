package lacuna.sae.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.SyntheticFiles;
import lacuna.tensor.SyntheticFiles.Array;
import lacuna.tensor.SyntheticFiles.Packing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files cut short, with bits flipped and with numbers replaced by enormous ones: each is read as it is or refused with a sentence. Any
 * other exception, an {@code OutOfMemoryError} among them, fails the test; so does memory set aside for what is not there.
 */
class DamagedFilesTest extends FormatTest {

    private static final int TRIALS = 60;

    /** A kind of file, and how an intact one is made. */
    enum Kind {
        SAFETENSORS("cfg.json", "sae_weights.safetensors"),
        NPZ_STORED("", "params.npz"),
        NPZ_DEFLATED("", "params.npz"),
        PT("config.json", "ae.pt");

        private final String config;
        private final String weights;

        Kind(String config, String weights) {
            this.config = config;
            this.weights = weights;
        }

        byte[] intact(Path folder) throws Exception {
            Path file = folder.resolve(weights);
            if (!config.isEmpty()) {
                json(folder.resolve(config), "{'trainer': {'dict_class': 'BatchTopKSAE'}, 'd_in': 2}");
            }
            switch (this) {
                case SAFETENSORS -> rows("W_enc", "b_enc", "W_dec", "b_dec").write(file);
                case PT -> SyntheticFiles.pt(file, pickledLinear("b_dec", "k", scalar(2), "threshold", scalar(1)));
                default ->
                    SyntheticFiles.npz(
                            file,
                            this == NPZ_STORED ? Packing.STORED : Packing.DEFLATED,
                            Map.of(
                                    "W_enc", Array.of(ENCODER, 2, 4),
                                    "b_enc", Array.of(ENCODER_BIAS, 4),
                                    "W_dec", Array.of(DECODER, 4, 2),
                                    "b_dec", Array.of(DECODER_BIAS, 2),
                                    "threshold", Array.of(new float[4], 4)));
            }
            return Files.readAllBytes(file);
        }
    }

    /** Reads what may be damaged; whatever is thrown beside a sentence comes through. */
    private boolean isRead(Kind kind, byte[] bytes) throws Exception {
        Files.write(folder.resolve(kind.weights), bytes);
        try (SparseAutoencoder sae = SaeFormats.read(folder, SITE, SaeOptions.NONE, torch)) {
            return sae.features() == 4;
        } catch (LacunaException e) {
            assertThat(e.getMessage()).matches("(?s).+[.?]");
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncationIsRefused(Kind kind) throws Exception {
        byte[] intact = kind.intact(folder);
        assertThat(isRead(kind, intact)).isTrue();
        int before = torch.liveArrays();
        for (int length = 0; length < intact.length; length += Math.max(1, intact.length / 30)) {
            assertThat(isRead(kind, Arrays.copyOf(intact, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void flippedBitsNeverEndInAnythingButASentence(Kind kind) throws Exception {
        byte[] intact = kind.intact(folder);
        int before = torch.liveArrays();
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] damaged = intact.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += isRead(kind, damaged) ? 0 : 1;
        }
        assertThat(refused).isPositive();
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void enormousNumbersInHeadersSetNoMemoryAside(Kind kind) throws Exception {
        byte[] intact = kind.intact(folder);
        for (byte[] lie :
                new byte[][] {{-1, -1, -1, 127}, {-1, -1, -1, -1}, {0, 0, 0, 64}, {-1, -1, -1, -1, -1, -1, -1, 127}}) {
            for (int at = 0; at + lie.length < intact.length; at += 29) {
                byte[] damaged = intact.clone();
                System.arraycopy(lie, 0, damaged, at, lie.length);
                isRead(kind, damaged);
            }
        }
        assertThat(isRead(kind, intact)).isTrue();
    }

    @Test
    void lyingShapesAreRefused() throws Exception {
        String intact = new String(Kind.SAFETENSORS.intact(folder), StandardCharsets.ISO_8859_1);
        for (String shape : new String[] {"[9,9]", "[-2]", "[1e9]", "\"[]\"", "[null]", "[2,4,]"}) {
            String text = intact.replaceFirst("\\[2,4]", shape);
            assertThat(isRead(Kind.SAFETENSORS, text.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(shape)
                    .isFalse();
        }
        String numpy = new String(Kind.NPZ_STORED.intact(folder), StandardCharsets.ISO_8859_1);
        for (String shape : new String[] {"(9, 9, )", "(-1, 2,)", "(2 * 2,)"}) {
            String text = numpy.replaceFirst("\\(2, 4, \\)", shape);
            assertThat(isRead(Kind.NPZ_STORED, text.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(shape)
                    .isFalse();
        }
    }
}
