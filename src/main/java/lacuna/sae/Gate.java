package lacuna.sae;

/**
 * What turns pre-activations z into activations a. Comparisons are strict: a feature whose pre-activation equals its threshold is off.
 * See Gao et al., arXiv 2406.04093 (TopK) and Rajamanoharan et al., arXiv 2407.14435 (JumpReLU).
 */
public sealed interface Gate {

    /** a = max(0, z). */
    record Relu() implements Gate {
        @Override
        public String architecture() {
            return "standard";
        }
    }

    /**
     * a = z where z &gt; &theta; of the feature, else 0. What BatchTopK dictionaries become after training.
     */
    record JumpRelu() implements Gate {
        @Override
        public String architecture() {
            return "jumprelu";
        }
    }

    /**
     * The k largest pre-activations of a row survive, those among them that are positive.
     *
     * @param k features on at a token, at most
     */
    record TopK(int k) implements Gate {
        public TopK {
            if (k < 1) {
                throw new IllegalArgumentException("k is " + k);
            }
        }

        @Override
        public String architecture() {
            return "topk";
        }

        @Override
        public boolean encodesSubsets() {
            return false;
        }
    }

    /** The word SAELens uses in {@code cfg.json}. */
    String architecture();

    /** Whether a feature can be computed without all the others. */
    default boolean encodesSubsets() {
        return true;
    }
}
