package lacuna.unlearning;

import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;

/**
 * What a method minimises: it owns what is trained and the order of its texts, and adds a step's gradients. The training loop does the
 * rest, the same for every method. Lives on the compute thread.
 */
public interface Objective extends AutoCloseable {

    /** The values that are trained. */
    Trainable trained();

    AdamW.Config optimizer();

    /**
     * Computes the losses of a step and adds their gradients to those of {@link #trained}. Everything random in it has to follow from
     * the run's seed and the step alone, so that a resumed run does what the whole run would have done; PyTorch's own generator has been
     * seeded so when this is called.
     *
     * @param step counted from 0
     * @throws lacuna.run.Cancelled between two losses; gradients added so far are then dropped
     */
    StepLosses add(int step, Progress progress) throws LacunaException;

    @Override
    void close();
}
