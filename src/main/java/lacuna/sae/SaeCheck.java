package lacuna.sae;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The self-test of a loaded SAE on some text.
 *
 * @param hook where it was read
 * @param format whose layout its files have
 * @param architecture as its authors call it
 * @param units of activations, as this SAE gives them
 * @param tokens tokens counted: no beginning of text, no padding
 * @param l0 features on at a token on average
 * @param publishedL0 as its authors state it; null if its files do not
 * @param varianceExplained at the declared place
 * @param varianceExplainedAt there and, where they exist, one block to either side
 * @param decoderNorms lengths of the decoder rows as the file has them
 * @param deadShare share of features never on
 * @param denseShare share of features on at more than a tenth of the tokens
 * @param notes what to know before believing numbers
 */
public record SaeCheck(
        String hook,
        String format,
        String architecture,
        String units,
        int inputWidth,
        int features,
        long tokens,
        double l0,
        @Nullable Double publishedL0,
        double varianceExplained,
        Map<String, Double> varianceExplainedAt,
        Norms decoderNorms,
        double deadShare,
        double denseShare,
        SaeVerdict verdict,
        List<String> notes) {

    /** Least, middle and greatest length of a decoder row. */
    public record Norms(double min, double median, double max) {

        static Norms of(float[] lengths) {
            float[] sorted = lengths.clone();
            java.util.Arrays.sort(sorted);
            return new Norms(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }
    }

    /** @param report measured of this SAE by {@link SaeEvaluator} */
    public static SaeCheck of(SaeDescription description, SparseAutoencoder sae, SaeReport report) {
        float[] lengths = sae.decoderNorms();
        float[] toRaw = sae.factorsTo(SaeUnits.RAW);
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] /= toRaw[i];
        }
        return new SaeCheck(
                report.hook(),
                description.format(),
                description.architecture(),
                sae.units().title(),
                description.inputWidth(),
                description.features(),
                report.tokens(),
                report.l0(),
                description.publishedL0().isPresent()
                        ? Double.valueOf(description.publishedL0().getAsDouble())
                        : null,
                report.varianceExplained(),
                report.varianceExplainedAt(),
                Norms.of(lengths),
                report.deadShare(),
                report.denseShare(),
                SaeVerdict.of(report, description.publishedL0()),
                description.notes());
    }
}
