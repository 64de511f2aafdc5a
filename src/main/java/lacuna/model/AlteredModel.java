package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Copies of a model with other weights: an adapter folded in, the linear maps rounded. */
public final class AlteredModel {

    /** What becomes of the weight of a linear map of a block. */
    @FunctionalInterface
    public interface WeightEdit {

        /** Leaves weights as they are. */
        WeightEdit NONE = (weight, columns) -> weight;

        /**
         * @param weight [d_out, d_in], row by row
         * @param columns d_in
         */
        float[] apply(float[] weight, int columns);
    }

    private AlteredModel() {}

    /**
     * In f32, beside the model it comes from; closed by the caller, by itself.
     *
     * @param adapter folded into the weights first; null for none
     * @param edit applied to every linear map of every block; embeddings, norms and head stay
     */
    public static LanguageModel of(LanguageModel model, @Nullable LoraAdapter adapter, WeightEdit edit)
            throws LacunaException {
        Tokenizer tokenizer = Tokenizer.open(model.folder());
        NDManager manager = model.torch().manager().newSubManager();
        try {
            Set<String> linear = linearMaps(model);
            Map<String, NDArray> altered = new LinkedHashMap<>();
            for (Map.Entry<String, NDArray> tensor :
                    model.weights().named(model.config()).entrySet()) {
                altered.put(
                        tensor.getKey(),
                        copy(
                                model,
                                manager,
                                tensor.getKey(),
                                tensor.getValue(),
                                adapter,
                                linear.contains(tensor.getKey()) ? edit : WeightEdit.NONE));
            }
            return LanguageModel.of(
                    model.folder(),
                    model.config(),
                    Weights.of(model.config(), altered),
                    tokenizer,
                    model.torch(),
                    manager,
                    Precision.F32);
        } catch (RuntimeException e) {
            manager.close();
            tokenizer.close();
            throw e;
        }
    }

    private static Set<String> linearMaps(LanguageModel model) {
        return model.layout().all().entrySet().stream()
                .filter(entry -> entry.getValue().projection() != null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static NDArray copy(
            LanguageModel model,
            NDManager manager,
            String name,
            NDArray kept,
            @Nullable LoraAdapter adapter,
            WeightEdit edit) {
        try (Scope scope = Scope.open()) {
            NDArray weight = model.wide(kept);
            NDArray delta = adapter == null || !name.endsWith(".weight") ? null : adapter.delta(name);
            float[] values = (delta == null ? weight : weight.add(delta)).toFloatArray();
            int columns = (int) weight.getShape().get(weight.getShape().dimension() - 1);
            NDArray copied = manager.create(edit.apply(values, columns), weight.getShape());
            NDScope.unregister(copied);
            return copied;
        }
    }
}
