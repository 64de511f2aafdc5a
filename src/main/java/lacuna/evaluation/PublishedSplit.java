package lacuna.evaluation;

import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Validation and test half of a question set as CRISP's released code draws them: the numbers 0 .. n-1 shuffled by Python's
 * {@code random.shuffle} with seed 0; the first n/2 are for validation.
 */
final class PublishedSplit {

    private static final int[] SEED = {0};

    private PublishedSplit() {}

    /** Indices of the questions of a half, in the order of the shuffle. */
    static int[] indices(int size, QuestionSet.Part part) {
        int[] shuffled = shuffled(size);
        int half = size / 2;
        return switch (part) {
            case ALL -> IntStream.range(0, size).toArray();
            case VALIDATION -> java.util.Arrays.copyOfRange(shuffled, 0, half);
            case TEST -> java.util.Arrays.copyOfRange(shuffled, half, size);
        };
    }

    /** Python: for i from the last down to 1, swap with randbelow(i + 1). */
    static int[] shuffled(int size) {
        UniformRandomProvider random = new MersenneTwister(SEED);
        int[] items = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = below(i + 1, random);
            int item = items[i];
            items[i] = items[other];
            items[other] = item;
        }
        return items;
    }

    /** Python's randbelow: draws as many bits as the bound has until they give a number below it. */
    private static int below(int bound, UniformRandomProvider random) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
        int drawn = random.nextInt() >>> (Integer.SIZE - bits);
        while (drawn >= bound) {
            drawn = random.nextInt() >>> (Integer.SIZE - bits);
        }
        return drawn;
    }
}
