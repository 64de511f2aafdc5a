package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * In which order the models of a prompt stand while it is hidden which is which.
 *
 * @param seed of one round; another round shuffles anew
 */
record BlindOrder(long seed) {

    /** The same names, shuffled for this prompt. */
    List<String> shuffled(String prompt, List<String> names) {
        List<String> order = new ArrayList<>(names);
        // split first: neighbouring seeds of Random begin alike
        Collections.shuffle(order, new Random(new SplittableRandom(seed * 31 + prompt.hashCode()).nextLong()));
        return order;
    }
}
