package lacuna.unlearning;

import lacuna.model.BlockMemory;
import lacuna.model.ModelConfig;
import lacuna.model.Precision;
import lacuna.selection.CrispMode;

/**
 * Device memory that training CRISP takes, in bytes, before anything is loaded. What the runtime itself takes (a CUDA context: some
 * hundred MiB) comes on top.
 *
 * @param weights all tensors of the model
 * @param dictionaries encoders and biases in f32; outside of the paper mode, encoders of threshold SAEs leave the device, too, which is not
 *     taken off here, because the kind of SAE is not known
 * @param decoders in f32: on the device before training, when features are counted, and in main memory while it runs
 * @param adapter factors, gradients and the three moments of the optimiser, f32
 * @param activations what the backward pass needs of the largest batch, and the states at the sites, edited and frozen
 * @param losses activations of all features where a loss reads them all: the paper's does
 * @param frozen what the frozen model said about batches, kept for the next epoch: all that {@link FrozenCache} may take, which a few steps
 *     of the published settings use up
 * @param workspace results that come and go while one block runs forward or backward: as much again as one block keeps
 */
public record TrainingMemory(
        long weights,
        long dictionaries,
        long decoders,
        long adapter,
        long activations,
        long losses,
        long frozen,
        long workspace) {

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
     * Texts of a step.
     *
     * @param rows texts that share one pass: target and benign together where they do
     * @param tokens a row, padding included
     */
    public record Batch(int rows, int tokens) {

        /** Positions in so many rows. */
        long positions(int some) {
            return (long) some * tokens;
        }
    }

    /** Gradients run from the last block needed down to the first adapted one; blocks below it keep nothing. */
    public static TrainingMemory of(
            ModelConfig model, Precision precision, CrispConfig config, Dictionaries saes, Batch batch) {
        long state = (long) F32_BYTES * model.width();
        long decoder = (long) F32_BYTES * model.width() * saes.features();
        long rest = decoder + F32_BYTES * (3L * saes.features() + model.width());
        long factors = config.lora().blocks().stream()
                        .filter(index -> index < model.layers())
                        .count()
                * BlockMemory.of(model, precision).factors(config.lora());
        int rows = config.memory().rowsOf(batch.rows());
        return new TrainingMemory(
                precision.bytes() * model.parameters(),
                saes.count() * rest,
                saes.count() * decoder,
                FACTOR_BYTES * factors,
                new Blocks(model, precision, config, saes, batch).kept()
                        + batch.positions(batch.rows()) * 2 * saes.count() * state,
                losses(config, saes, batch),
                FrozenCache.BUDGET_BYTES,
                batch.positions(rows) * BlockMemory.of(model, precision).adapted(batch.tokens(), config.lora()));
    }

    /** The paper's loss takes the mean over all features: rectified values and gates of each, layer by layer where passes are cut. */
    private static long losses(CrispConfig config, Dictionaries saes, Batch batch) {
        if (config.mode() != CrispMode.PAPER) {
            return 0;
        }
        int target = Math.min(config.batchSize(), batch.rows());
        int layers = config.memory().isBounded() ? 1 : saes.count();
        return batch.positions(target) * saes.features() * 2 * F32_BYTES * layers;
    }

    /** What the passes with gradients keep of the blocks. */
    private record Blocks(ModelConfig model, Precision precision, CrispConfig config, Dictionaries saes, Batch batch) {

        long kept() {
            int last = Math.min(saes.lastBlock(), model.layers() - 1);
            int rows = config.memory().rowsOf(batch.rows());
            int coherence = config.memory().rowsOf(config.coherenceBatch());
            long sites = pass(batch.rows(), rows, last);
            // coherence texts go through all blocks, but fewer at a time
            return Math.max(sites, pass(config.coherenceBatch(), coherence, model.layers() - 1));
        }

        /** @param chunk rows at a time */
        private long pass(int rows, int chunk, int last) {
            int first = config.lora().blocks().first();
            BlockMemory block = BlockMemory.of(model, precision);
            long sum = 0;
            for (int index = first; index <= last; index++) {
                sum += of(block, index);
            }
            if (config.memory().activations() == Activations.KEEP) {
                return batch.positions(chunk) * sum;
            }
            long states = (last + 2L - first + 2) * F32_BYTES * model.width(); // and two gradients
            return batch.positions(rows) * states
                    + batch.positions(chunk) * block.adapted(batch.tokens(), config.lora());
        }

        private long of(BlockMemory block, int index) {
            return config.lora().blocks().contains(index)
                    ? block.adapted(batch.tokens(), config.lora())
                    : block.plain(batch.tokens());
        }
    }

    /** The most that is on the device at a time: the decoders leave it before training takes its share. */
    public long total() {
        return weights + dictionaries + Math.max(decoders, adapter + activations + losses + frozen + workspace);
    }
}
