package lacuna.ui.train;

/** The numbers of the form: name, unit, bounds, and a sentence that helps to choose. */
enum Setting {
    SUPPRESSION(
            "Suppression \u03bb",
            "",
            0,
            1000,
            "How hard marked features are pushed: margin in multiples of the token\u2019s mean pre-activation (paper mode: weight of its"
                    + " mean activation). The paper uses 20 to 40."),
    ALPHA(
            "Unlearn weight \u03b1",
            "",
            0,
            1e6,
            "Weight of the suppression loss in the total; the paper uses 0.01. Code mode takes 1 \u2212 \u03b2 instead."),
    BETA(
            "Retain weight \u03b2",
            "",
            0,
            1e6,
            "Weight of the retain loss, which holds residuals on benign texts still. The paper uses 0.99; at most 1 in code mode."),
    GAMMA(
            "Coherence weight \u03b3",
            "",
            0,
            1e6,
            "Weight of the coherence loss, which holds the final state still on general texts. The paper uses 0.01; code mode multiplies"
                    + " it by \u03b2."),
    RANK("Rank", "", 1, 512, "Rank of each LoRA factor. The paper tried 4, 8 and 16; more rank changes more."),
    LORA_ALPHA(
            "LoRA alpha",
            "",
            1e-3,
            4096,
            "The adapter\u2019s output is scaled by alpha / rank. The released code uses twice the rank."),
    DROPOUT(
            "Dropout",
            "",
            0,
            0.95,
            "Share of the adapter\u2019s inputs set to zero in each training step. The released code uses 0.05; 0 makes curves smoother."),
    FIRST_BLOCK(
            "Blocks",
            "",
            0,
            1000,
            "First and last block with an adapter, counted from 0. The paper adapts 3 to 9; blocks behind the last SAE learn from the"
                    + " coherence loss only."),
    LAST_BLOCK("Blocks", "", 0, 1000, FIRST_BLOCK.help),
    LEARNING_RATE(
            "Learning rate",
            "",
            1e-8,
            1,
            "AdamW with amsgrad, constant after the warm-up. The paper uses 4e\u22125 on models of 2 to 8 billion parameters; small"
                    + " models bear more."),
    STEPS(
            "Steps",
            "",
            1,
            1_000_000,
            "Each step sees one batch of target and one of benign texts. Too few leave knowledge, too many cost fluency."),
    BATCH_SIZE("Batch size", "texts", 1, 4096, "Texts of each corpus in a step. Memory and time grow with it."),
    MAX_TOKENS(
            "Text length",
            "tokens",
            2,
            1_000_000,
            "Longer texts are cut to this many tokens, the beginning-of-text token included."),
    SEED(
            "Seed",
            "",
            0,
            Integer.MAX_VALUE,
            "Decides the adapter\u2019s start, the order of texts and dropout. The same seed and settings give the same losses."),
    WARMUP("Warm-up", "steps", 0, 1_000_000, "Steps over which the learning rate rises from zero; 0 for none."),
    GRADIENT_LIMIT(
            "Gradient limit",
            "L2 norm",
            0,
            1e9,
            "Gradients longer than this are scaled down to it; 0 for no limit, as in the released code."),
    COHERENCE_BATCH(
            "Coherence batch",
            "texts",
            1,
            4096,
            "General texts in a step, taken in turn. The released code takes one."),
    CHECKPOINT_EVERY(
            "Checkpoint every",
            "steps",
            0,
            1_000_000,
            "A killed run goes on from its last checkpoint. 0 writes one at the end and on cancel only.");

    private final String label;
    private final String unit;
    private final double min;
    private final double max;
    private final String help;

    Setting(String label, String unit, double min, double max, String help) {
        this.label = label;
        this.unit = unit;
        this.min = min;
        this.max = max;
        this.help = help;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    String help() {
        return help;
    }

    boolean isInteger() {
        return switch (this) {
            case SUPPRESSION, ALPHA, BETA, GAMMA, LORA_ALPHA, DROPOUT, LEARNING_RATE, GRADIENT_LIMIT -> false;
            default -> true;
        };
    }

    /** "train-learning-rate", for style and tests. */
    String id() {
        return "train-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Its value in settings. */
    double of(lacuna.unlearning.CrispConfig config) {
        return switch (this) {
            case SUPPRESSION -> config.suppression();
            case ALPHA -> config.alpha();
            case BETA -> config.beta();
            case GAMMA -> config.gamma();
            case RANK -> config.lora().rank();
            case LORA_ALPHA -> config.lora().alpha();
            case DROPOUT -> config.lora().dropout();
            case FIRST_BLOCK -> config.lora().blocks().first();
            case LAST_BLOCK -> config.lora().blocks().last();
            case LEARNING_RATE -> config.learningRate();
            case STEPS -> config.steps();
            case BATCH_SIZE -> config.batchSize();
            case MAX_TOKENS -> config.maxTokens();
            case SEED -> config.seed();
            case WARMUP -> config.warmupSteps();
            case GRADIENT_LIMIT -> config.maxGradientNorm();
            case COHERENCE_BATCH -> config.coherenceBatch();
            case CHECKPOINT_EVERY -> config.checkpointEvery();
        };
    }
}
