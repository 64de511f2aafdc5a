package lacuna.unlearning;

/** What the settings of all methods say of a value that cannot be. */
final class Bounds {

    private Bounds() {}

    /** @throws IllegalArgumentException naming the setting, its value and what was expected, unless it holds */
    static void require(boolean holds, String name, double value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + expected);
        }
    }

    /** Bounds that every method with a fixed number of steps has. */
    static void ofTraining(double learningRate, int steps, int batchSize, int maxTokens, int checkpointEvery) {
        require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, at most 1");
        require(steps >= 1, "steps", steps, "at least 1");
        require(batchSize >= 1, "batchSize", batchSize, "at least 1");
        require(maxTokens >= 2, "maxTokens", maxTokens, "at least 2");
        require(checkpointEvery >= 0, "checkpointEvery", checkpointEvery, "at least 0");
    }
}
