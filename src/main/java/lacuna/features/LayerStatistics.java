package lacuna.features;

import lacuna.model.HookPoint;
import lacuna.stats.Interval;

/**
 * What the features of one SAE did on both corpora, as columns indexed by feature. Tokens at the beginning of text and padding are
 * not among the tokens counted.
 *
 * @param features d_sae, the length of every column
 * @param targetTokens tokens of the target corpus
 * @param benignTokens tokens of the benign corpus
 * @param targetCount n_T: tokens at which the feature is on
 * @param targetSum A_T: sum of its activations
 * @param targetMax largest activation, 0 if never on
 * @param targetHistogram [features][{@link ActivationBins#COUNT}] how many activations fell into each bin
 */
public record LayerStatistics(
        HookPoint hook,
        int features,
        long targetTokens,
        long benignTokens,
        long[] targetCount,
        long[] benignCount,
        double[] targetSum,
        double[] benignSum,
        float[] targetMax,
        float[] benignMax,
        int[][] targetHistogram,
        int[][] benignHistogram) {

    /** How the two corpora are brought together when they differ in length. */
    public enum Totals {
        /** Counts and sums as they are: the longer corpus weighs more. */
        RAW,
        /** Benign counts and sums scaled to as many tokens as the target corpus has. */
        EQUAL_TOKENS
    }

    public long tokens(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetTokens : benignTokens;
    }

    public long[] count(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetCount : benignCount;
    }

    public double[] sum(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetSum : benignSum;
    }

    public float[] max(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetMax : benignMax;
    }

    public int[][] histogram(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetHistogram : benignHistogram;
    }

    /** Share of tokens at which the feature is on. */
    public double rate(CorpusSide side, int feature) {
        return perToken(count(side)[feature], side);
    }

    /** 95 % interval of {@link #rate}. */
    public Interval rateInterval(CorpusSide side, int feature) {
        return tokens(side) == 0 ? Interval.ALL : Interval.wilson(count(side)[feature], tokens(side));
    }

    /** Mean activation over all tokens, those at which it is off included. */
    public double mean(CorpusSide side, int feature) {
        return perToken(sum(side)[feature], side);
    }

    /** Mean activation over the tokens at which it is on; 0 if never. */
    public double meanWhenOn(CorpusSide side, int feature) {
        long on = count(side)[feature];
        return on == 0 ? 0 : sum(side)[feature] / on;
    }

    /**
     * Share of the tokens at which the feature is on whose activation is smaller, 0 to 1; from the histogram, so that within a bin the
     * logarithm of the activation is taken to be spread evenly.
     */
    public double shareBelow(CorpusSide side, int feature, double activation) {
        int[] bins = histogram(side)[feature];
        int bin = ActivationBins.of((float) activation);
        double below = 0;
        double all = 0;
        for (int i = 0; i < bins.length; i++) {
            below += i < bin ? bins[i] : 0;
            all += bins[i];
        }
        double within = Math.log(activation / ActivationBins.lower(bin)) / Math.log(2);
        return all == 0 ? 0 : (below + Math.max(0, Math.min(1, within)) * bins[bin]) / all;
    }

    /** D = n_T - n_R: how many more target than benign tokens have the feature on. */
    public double countDifference(int feature, Totals totals) {
        return targetCount[feature] - factor(totals) * benignCount[feature];
    }

    /** Rate on the target minus rate on the benign corpus. */
    public double rateDifference(int feature) {
        return rate(CorpusSide.TARGET, feature) - rate(CorpusSide.BENIGN, feature);
    }

    /**
     * &rho; = A_T / (A_R + &epsilon;).
     *
     * @param epsilon in units of activations
     * @return infinite if both A_R and epsilon are 0 while A_T is not, 0 if all are
     */
    public double ratio(int feature, double epsilon, Totals totals) {
        double below = factor(totals) * benignSum[feature] + epsilon;
        return below == 0 && targetSum[feature] == 0 ? 0 : targetSum[feature] / below;
    }

    /** Features on at a token of this corpus, on average. */
    public double l0(CorpusSide side) {
        double on = 0;
        for (long count : count(side)) {
            on += count;
        }
        return tokens(side) == 0 ? 0 : on / tokens(side);
    }

    private double factor(Totals totals) {
        return totals == Totals.RAW || benignTokens == 0 ? 1 : (double) targetTokens / benignTokens;
    }

    private double perToken(double total, CorpusSide side) {
        return tokens(side) == 0 ? 0 : total / tokens(side);
    }
}
