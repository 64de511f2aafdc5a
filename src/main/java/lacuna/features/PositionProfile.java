package lacuna.features;

/**
 * How much of a feature's difference between the corpora comes from where in a text it is on, and so from texts of other lengths,
 * rather than from what the texts are about. With p<sub>s</sub>(r) its rate at range r of positions ({@link CorpusSpread}) in corpus s
 * and w(r) the share of range r among the tokens of both corpora, over the ranges that both have:
 *
 * <pre>
 * crude        = p_T - p_B
 * standardised = sum_r w(r) (p_T(r) - p_B(r))      direct standardisation
 * </pre>
 *
 * A difference that goes away when both corpora are given the same positions was one of positions.
 *
 * @param crude target rate less benign rate
 * @param standardised the same with both corpora at the same positions
 * @param first share of its target tokens that are among the first {@link #FIRST_TOKENS} of a text
 * @param documents target documents in which it is on
 */
public record PositionProfile(double crude, double standardised, double first, int documents) {

    /** The first two ranges of positions: the first three tokens after the beginning of the text. */
    public static final int FIRST_TOKENS = 3;

    /** Why a feature is set apart from those that tell the corpora apart by topic. */
    public enum Reason {
        /** Less than half of the difference is left at equal positions. */
        POSITION,
        /** More than four fifths of where it is on are the first tokens of texts. */
        BEGINNING,
        /** On in one or two documents only. */
        FEW_DOCUMENTS,
        NONE
    }

    private static final int FIRST_RANGES = 2;
    private static final double LEFT = 0.5;
    private static final double AT_THE_BEGINNING = 0.8;
    private static final int FEW = 2;

    public static PositionProfile of(LayerStatistics layer, LayerEvidence evidence, int feature) {
        CorpusSpread target = evidence.target().spread();
        CorpusSpread benign = evidence.benign().spread();
        double weights = 0;
        double sum = 0;
        for (int r = 0; r < CorpusSpread.POSITIONS; r++) {
            long targetTokens = target.positionTokens()[r];
            long benignTokens = benign.positionTokens()[r];
            if (targetTokens > 0 && benignTokens > 0) {
                double weight = targetTokens + benignTokens;
                weights += weight;
                sum += weight
                        * ((double) target.positionCount(feature, r) / targetTokens
                                - (double) benign.positionCount(feature, r) / benignTokens);
            }
        }
        long first = 0;
        for (int r = 0; r < FIRST_RANGES; r++) {
            first += target.positionCount(feature, r);
        }
        long on = layer.targetCount()[feature];
        return new PositionProfile(
                layer.rateDifference(feature),
                weights == 0 ? 0 : sum / weights,
                on == 0 ? 0 : (double) first / on,
                target.documentsOn()[feature]);
    }

    /** Share of the difference that positions account for, 0 to 1; 0 where the target rate is not the higher one. */
    public double share() {
        return crude <= 0 ? 0 : Math.max(0, Math.min(1, 1 - standardised / crude));
    }

    /** The first reason that holds for a feature with the higher rate on the target. */
    public Reason reason() {
        if (crude <= 0) {
            return Reason.NONE;
        }
        if (documents <= FEW) {
            return Reason.FEW_DOCUMENTS;
        }
        if (first > AT_THE_BEGINNING) {
            return Reason.BEGINNING;
        }
        return standardised < LEFT * crude ? Reason.POSITION : Reason.NONE;
    }
}
