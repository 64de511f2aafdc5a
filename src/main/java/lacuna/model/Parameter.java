package lacuna.model;

import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a model.
 *
 * @param name as Hugging Face spells it: in full, or inside its block
 * @param shape as the kernels see it; linear maps are [d_out, d_in]
 * @param projection what LoRA may adapt here, or null
 * @param storage how the file holds it
 */
record Parameter(String name, Shape shape, @Nullable Projection projection, Storage storage) {

    /** Orientation on disk. */
    enum Storage {
        AS_SEEN,
        /** GPT-2 keeps linear maps as [d_in, d_out]. */
        TRANSPOSED
    }

    /** Gains and biases: [width]. */
    static Parameter vector(String name, long width) {
        return new Parameter(name, new Shape(width), null, Storage.AS_SEEN);
    }

    /** An embedding or head: [rows, width]. */
    static Parameter table(String name, long rows, long width) {
        return new Parameter(name, new Shape(rows, width), null, Storage.AS_SEEN);
    }

    /** The weight of a linear map that LoRA can adapt: [out, in]. */
    static Parameter linear(String module, Projection projection, long out, long in) {
        return new Parameter(module + ".weight", new Shape(out, in), projection, Storage.AS_SEEN);
    }

    /** As {@link #linear}, kept as [in, out] on disk. */
    static Parameter transposed(String module, Projection projection, long out, long in) {
        return new Parameter(module + ".weight", new Shape(out, in), projection, Storage.TRANSPOSED);
    }

    /** "self_attn.q_proj", the module that LoRA adapts. */
    String module() {
        return name.substring(0, name.length() - ".weight".length());
    }

    boolean isTransposed() {
        return storage == Storage.TRANSPOSED;
    }

    /** Shape in the file. */
    long[] storedShape() {
        long[] dimensions = shape.getShape();
        return isTransposed() ? new long[] {dimensions[1], dimensions[0]} : dimensions;
    }

    Parameter in(String prefix) {
        return new Parameter(prefix + name, shape, projection, storage);
    }
}
