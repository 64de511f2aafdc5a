package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import lacuna.tensor.Kernels;
import lacuna.tensor.Torch;

/** ELM's arithmetic: {@code elm.torchscript}. */
final class ElmKernels implements AutoCloseable {

    /** Tokens that keep a probability in the soft target. */
    static final int KEPT = 50;

    /** The frozen model's logits are divided by it before the soft target is made. */
    static final double TEMPERATURE = 1.2;

    private final Kernels kernels;

    ElmKernels(Torch torch) {
        this.kernels = Kernels.load(
                torch, ElmKernels.class, "elm.torchscript", Map.of("kept", KEPT, "temperature", TEMPERATURE));
    }

    /**
     * @param plain logits of the frozen model on the text [1, n, vocabulary]
     * @param expert on the text behind the expert's context, its last n positions
     * @param novice on the text behind the novice's context, its last n positions
     * @param eta scalar f64
     * @return f32 [1, n, vocabulary], zero but for the tokens kept
     */
    NDArray softTarget(NDArray plain, NDArray expert, NDArray novice, NDArray eta) {
        return kernels.apply("soft_target", plain, expert, novice, eta);
    }

    /** Mean over positions of the cross-entropy of the student's logits with a distribution. */
    NDArray crossEntropy(NDArray student, NDArray target) {
        return kernels.apply("cross_entropy", student, target);
    }

    /** The same with the frozen model's first choice as target. */
    NDArray firstChoice(NDArray student, NDArray frozen) {
        return kernels.apply("first_choice", student, frozen);
    }

    /** Mean over the last positions of -log p(token | before): logits [1, n, vocabulary], ids [1, n], counted < n tokens at the end. */
    NDArray lastTokens(NDArray student, NDArray ids, NDArray counted) {
        return kernels.apply("last_tokens", student, ids, counted);
    }

    /** Probabilities of the next token [vocabulary]: softmax of log p - guidance (log p of the expert - log p of the novice). */
    NDArray guided(NDArray plain, NDArray expert, NDArray novice, NDArray guidance) {
        return kernels.apply("guided", plain, expert, novice, guidance);
    }

    @Override
    public void close() {
        kernels.close();
    }
}
