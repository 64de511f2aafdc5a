package lacuna.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes the model that runs from the one on disk: LoRA factors in its projections, edits of its residual stream, or
 * both. Whoever measures or continues texts takes one of these and asks no further.
 *
 * @param adapter LoRA factors, or null for the weights as they are
 * @param edits by hook point, applied in the order of the model
 */
public record ModelVariant(@Nullable LoraAdapter adapter, SortedMap<HookPoint, ResidualEdit> edits) {

    /** The model as it is. */
    public static final ModelVariant UNCHANGED = new ModelVariant(null, new TreeMap<>());

    public ModelVariant {
        edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
    }

    /** With LoRA factors, or the model as it is for null. */
    public static ModelVariant of(@Nullable LoraAdapter adapter) {
        return adapter == null ? UNCHANGED : new ModelVariant(adapter, new TreeMap<>());
    }

    /** With its residual stream edited. */
    public static ModelVariant edited(Map<HookPoint, ResidualEdit> edits) {
        return new ModelVariant(null, new TreeMap<>(edits));
    }

    /** The same edits on top of LoRA factors. */
    public ModelVariant on(@Nullable LoraAdapter lora) {
        return new ModelVariant(lora, edits);
    }
}
