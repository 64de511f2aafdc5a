package lacuna.ui.train;

import lacuna.ui.train.Field.Decimal;
import lacuna.ui.train.Field.Whole;

/** Settings that every method that trains has. */
final class CommonFields {

    private static final int MOST = 1_000_000;

    private CommonFields() {}

    static Decimal rate(String help) {
        return new Decimal("learningRate", "Learning rate", "", 1e-8, 1, help);
    }

    static Whole steps() {
        return new Whole(
                "steps",
                "Steps",
                "",
                1,
                MOST,
                "Updates, each on one batch of target and one of benign texts. Too few leave knowledge, too many cost fluency.");
    }

    static Whole batch() {
        return new Whole(
                "batchSize", "Batch size", "texts", 1, 4096, "Texts of each corpus a step; time grows with it.");
    }

    static Whole tokens() {
        return new Whole(
                "maxTokens",
                "Text length",
                "tokens",
                2,
                MOST,
                "Longer texts are cut to this many tokens, the beginning-of-text token included.");
    }

    static Whole seed() {
        return new Whole(
                "seed",
                "Seed",
                "",
                0,
                Integer.MAX_VALUE,
                "Decides all that is random; the same seed and settings give the same losses.");
    }

    static Whole checkpoints() {
        return new Whole(
                "checkpointEvery",
                "Checkpoint every",
                "steps",
                0,
                MOST,
                "A killed run goes on from its last checkpoint; 0 writes one at the end and on cancel only.");
    }
}
