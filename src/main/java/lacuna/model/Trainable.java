package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;

/** Values that training changes: LoRA factors, or a set of weights. f32 leaves with gradients, in a stable order. */
public interface Trainable extends AutoCloseable {

    /** What an optimiser updates. */
    List<NDArray> parameters();

    /** Names of {@link #parameters()}, in the same order. */
    List<String> names();

    /** Number of trainable values. */
    long size();

    /** The model with these values as they stand now. */
    ModelVariant variant();

    /** Writes what a finished run leaves behind into a folder. */
    void write(Path folder) throws LacunaException;

    @Override
    void close();
}
