package lacuna.ui.compare;

import java.util.SplittableRandom;

/**
 * Which side of a pair stands left while it is hidden which is which.
 *
 * @param seed of one round; another round shuffles anew
 */
record BlindOrder(long seed) {

    Side left(String prompt) {
        return new SplittableRandom(seed * 31 + prompt.hashCode()).split().nextBoolean() ? Side.BEFORE : Side.AFTER;
    }
}
