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
     * a = z where z &gt; &theta; of the feature, else 0. What BatchTopK dictionaries become after training; gated ones are the same
     * function too, see {@link SaeTensors#foldGate}.
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

    /**
     * The features are cut into k runs of neighbours, of which only the largest survives, if it is positive (EleutherAI's sparsify).
     *
     * @param k number of runs, and so of features on at a token, at most
     */
    record GroupMax(int k) implements Gate {
        public GroupMax {
            if (k < 1) {
                throw new IllegalArgumentException("k is " + k);
            }
        }

        @Override
        public String architecture() {
            return "groupmax";
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
