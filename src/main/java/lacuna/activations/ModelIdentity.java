package lacuna.activations;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** A short text that changes when the model, its dtype or its adapter does. */
final class ModelIdentity {

    private ModelIdentity() {}

    static String of(LanguageModel model, @Nullable LoraAdapter adapter) {
        StringBuilder text = new StringBuilder(model.config().toString()).append(model.precision());
        try (Scope scope = Scope.open()) {
            // decision: the first row of every matrix, not gigabytes; training, merging and rounding all change it
            for (NDArray tensor : model.weights().named(model.config()).values()) {
                text.append(' ').append(hash(model.wide(firstRow(tensor))));
            }
            if (adapter != null) {
                text.append(' ').append(adapter.config());
                adapter.parameters().forEach(factor -> text.append(' ').append(hash(firstRow(factor))));
            }
        }
        return text.toString();
    }

    private static NDArray firstRow(NDArray tensor) {
        return tensor.getShape().dimension() > 1 ? tensor.get(0) : tensor;
    }

    private static int hash(NDArray array) {
        return Arrays.hashCode(array.toFloatArray());
    }
}
