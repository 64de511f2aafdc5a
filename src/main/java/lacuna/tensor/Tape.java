package lacuna.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;

/**
 * Records operations for gradients while it is open. One at a time in the whole process, so it is closed every step. Gradients
 * accumulate in the leaves over several tapes until somebody zeroes them ({@link AdamW} does).
 */
public final class Tape implements AutoCloseable {

    private final GradientCollector collector;

    private Tape(GradientCollector collector) {
        this.collector = collector;
    }

    public static Tape open() {
        try {
            return new Tape(Engine.getEngine("PyTorch").newGradientCollector());
        } catch (RuntimeException e) {
            JniUtils.setGradMode(false); // a refused second collector leaves grad mode on
            throw e;
        }
    }

    /** Adds d(loss)/d(leaf) to the gradient of every leaf that requires one. */
    public void backward(NDArray loss) {
        collector.backward(loss);
    }

    /** Whether operations on this thread are being recorded. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /** Computes without recording, also inside an open tape: for the pass of the frozen model. */
    public static <T> T paused(java.util.function.Supplier<T> computation) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    @Override
    public void close() {
        collector.close();
        JniUtils.setGradMode(false);
    }
}
