package lacuna.unlearning;

import java.util.Optional;

/** Settings of a method that makes steps: how much of a batch its passes hold at a time can be said, and changes no loss. */
public interface Trained extends UnlearnConfig {

    /** How much of a batch the backward pass holds at a time. */
    ActivationMemory memory();

    /** Texts of the largest pass where none is cut. */
    int rowsAPass();

    Trained withMemory(ActivationMemory other);

    /** The same batches and losses, fewer rows at a time. */
    @Override
    default Optional<UnlearnConfig> lighter() {
        return memory().lighter(rowsAPass()).map(this::withMemory);
    }

    @Override
    default String load() {
        return memory().words(rowsAPass());
    }
}
