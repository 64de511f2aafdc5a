package lacuna.activations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * Residual rows of many documents at several hook points from one pass over the model, served in a shuffled order. Row i belongs to the
 * same token at every hook point. Memory: rows * d_model * 4 bytes for each hook point, twice that while it is filled.
 */
public final class ActivationBuffer implements AutoCloseable {

    private final Map<HookPoint, NDArray> rows;
    private final int size;

    private ActivationBuffer(Map<HookPoint, NDArray> rows, int size) {
        this.rows = rows;
        this.size = size;
    }

    /** @param batchSize documents the model reads at once */
    public static ActivationBuffer harvest(
            ResidualSource source,
            List<TokenizedDocument> documents,
            List<HookPoint> hooks,
            int batchSize,
            Progress progress)
            throws LacunaException {
        List<NDList> parts = hooks.stream().map(hook -> new NDList()).toList();
        int size = 0;
        try (Scope all = Scope.open()) {
            for (TokenBatch batch : Batcher.inOrder(documents, batchSize, source.padId())) {
                progress.check();
                try (Scope scope = Scope.open()) {
                    ValidRows valid = ValidRows.of(batch);
                    NDArray places = valid.flat(source.torch().manager());
                    List<NDArray> residuals = source.residuals(batch, hooks);
                    for (int i = 0; i < hooks.size(); i++) {
                        NDArray flat = residuals.get(i).reshape(-1, source.width(hooks.get(i)));
                        parts.get(i).add(scope.keep(flat.get(places)));
                    }
                    size += valid.size();
                }
            }
            Map<HookPoint, NDArray> rows = new HashMap<>();
            for (int i = 0; i < hooks.size(); i++) {
                rows.put(hooks.get(i), all.keep(NDArrays.concat(parts.get(i), 0)));
            }
            return new ActivationBuffer(rows, size);
        }
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** f32 [rows, width at the hook point], in corpus order. */
    public NDArray rows(HookPoint hook) {
        NDArray array = rows.get(hook);
        if (array == null) {
            throw new IllegalArgumentException(hook + " was not harvested");
        }
        return array;
    }

    /**
     * Cuts a shuffled order of the rows into batches of equal size; what is left over is not served.
     *
     * @return [batches][batchRows] row numbers
     */
    public List<long[]> batches(int batchRows, long seed) {
        long[] order = new long[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        List<long[]> batches = new ArrayList<>();
        for (int start = 0; start + batchRows <= size; start += batchRows) {
            batches.add(java.util.Arrays.copyOfRange(order, start, start + batchRows));
        }
        return batches;
    }

    @Override
    public void close() {
        rows.values().forEach(NDArray::close);
    }
}
