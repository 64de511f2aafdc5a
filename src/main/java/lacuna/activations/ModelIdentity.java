package lacuna.activations;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** A short text that changes when the model or its adapter does. */
final class ModelIdentity {

    private ModelIdentity() {}

    static String of(LanguageModel model, @Nullable LoraAdapter adapter) {
        StringBuilder text = new StringBuilder(model.config().toString());
        // decision: the first row of every matrix, not gigabytes; training, merging and rounding all change it
        model.weights()
                .named(model.config())
                .values()
                .forEach(tensor -> text.append(' ').append(hash(tensor)));
        if (adapter != null) {
            text.append(' ').append(adapter.config());
            adapter.parameters().forEach(factor -> text.append(' ').append(hash(factor)));
        }
        return text.toString();
    }

    private static int hash(NDArray array) {
        try (Scope scope = Scope.open()) {
            return Arrays.hashCode((array.getShape().dimension() > 1 ? array.get(0) : array).toFloatArray());
        }
    }
}
