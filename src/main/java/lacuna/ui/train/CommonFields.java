package lacuna.ui.train;

import java.util.List;
import lacuna.ui.train.Field.Choice;
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

    /** For methods whose passes hold several texts. */
    static Whole microBatch() {
        return new Whole(
                "memory.microBatch",
                "Micro-batch",
                "texts",
                0,
                4096,
                "Texts that go through the model together: less memory, the same losses, steps that take 1.4 to 1.7 times as long. 0"
                        + " for all.");
    }

    static Choice activations() {
        return new Choice(
                "memory.activations",
                "Activations",
                List.of(
                        new Choice.Option(
                                "KEEP", "Keep", "Everything the gradients need waits in memory: the least work."),
                        new Choice.Option(
                                "RECOMPUTE",
                                "Recompute",
                                "Each block is computed a second time for its gradients: a fraction of the memory, the same losses, steps"
                                        + " that take some 1.4 times as long.")));
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
