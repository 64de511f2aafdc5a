package lacuna.unlearning;

import lacuna.model.BlockMemory;
import lacuna.model.LoraConfig;
import lacuna.model.ModelConfig;
import lacuna.model.Precision;

/**
 * Device memory that training CRISP takes, in bytes, before anything is loaded. What the runtime itself takes (a CUDA context: some
 * hundred MiB) comes on top.
 *
 * @param weights all tensors of the model
 * @param dictionaries encoders, decoders and biases in f32
 * @param adapter factors, gradients and the three moments of the optimiser, f32
 * @param activations what the backward pass needs of the largest batch, and the states at the sites, edited and frozen
 * @param workspace results that come and go while one block runs forward or backward: as much again as one block keeps
 */
public record TrainingMemory(long weights, long dictionaries, long adapter, long activations, long workspace) {

    private static final int F32_BYTES = 4;
    private static final int FACTOR_BYTES = 5 * F32_BYTES; // value, gradient, two moments, largest second moment

    /**
     * SAEs of one size on several blocks.
     *
     * @param count of SAEs
     * @param lastBlock the last block that has to run for them
     */
    public record Dictionaries(int count, int features, int lastBlock) {}

    /**
     * Texts that run side by side.
     *
     * @param rows texts that share one graph: target and benign together where they do
     * @param tokens a row, padding included
     */
    public record Batch(int rows, int tokens) {

        /** Positions in all rows. */
        public long positions() {
            return (long) rows * tokens;
        }
    }

    /** Gradients run from the last block needed down to the first adapted one; blocks below it keep nothing. */
    public static TrainingMemory of(
            ModelConfig model, Precision precision, LoraConfig lora, Dictionaries saes, Batch batch) {
        BlockMemory block = BlockMemory.of(model, precision);
        long adapted = block.adapted(batch.tokens(), lora);
        int last = Math.min(saes.lastBlock(), model.layers() - 1);
        long perToken = 0;
        long factors = 0;
        for (int index = 0; index < model.layers(); index++) {
            boolean has = lora.blocks().contains(index);
            factors += has ? block.factors(lora) : 0;
            if (index >= lora.blocks().first() && index <= last) {
                perToken += has ? adapted : block.plain(batch.tokens());
            }
        }
        long sites = 2L * saes.count() * F32_BYTES * model.width();
        long ofOne = F32_BYTES * (2L * model.width() * saes.features() + 3L * saes.features() + model.width());
        return new TrainingMemory(
                precision.bytes() * model.parameters(),
                saes.count() * ofOne,
                FACTOR_BYTES * factors,
                batch.positions() * (perToken + sites),
                batch.positions() * adapted);
    }

    /** All of it. */
    public long total() {
        return weights + dictionaries + adapter + activations + workspace;
    }
}
