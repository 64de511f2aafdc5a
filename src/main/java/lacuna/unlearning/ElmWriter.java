package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import lacuna.model.KeyValueCache;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;

/**
 * The frozen model goes on behind a text and a sentence that changes the topic, led away from how an expert would: the text of ELM's
 * fluency loss. The two guiding streams see their context and what has been written, not the text itself.
 */
final class ElmWriter {

    private final LanguageModel model;
    private final ElmKernels kernels;
    private final double guidance;

    ElmWriter(LanguageModel model, ElmKernels kernels, double guidance) {
        this.model = model;
        this.kernels = kernels;
        this.guidance = guidance;
    }

    /**
     * @param beginning [tokens] text and sentence
     * @param expert [tokens] its context
     * @param novice [tokens] its context
     * @return [at most count] tokens written; fewer where a context ends
     */
    int[] write(int[] beginning, int[] expert, int[] novice, int count, SplittableRandom random, Progress progress)
            throws LacunaException {
        int longest = Math.max(beginning.length, Math.max(expert.length, novice.length));
        int room = Math.min(count, model.config().contextLength() - longest);
        int[] written = new int[Math.max(0, room)];
        try (KeyValueCache plain = new KeyValueCache();
                KeyValueCache knowing = new KeyValueCache();
                KeyValueCache ignorant = new KeyValueCache()) {
            int[][] next = {beginning, expert, novice};
            for (int i = 0; i < written.length; i++) {
                progress.check();
                int[][] now = next;
                double drawn = random.nextDouble();
                written[i] = Tape.paused(() -> draw(now, new KeyValueCache[] {plain, knowing, ignorant}, drawn));
                int[] token = {written[i]};
                next = new int[][] {token, token, token};
            }
        }
        return written;
    }

    private int draw(int[][] ids, KeyValueCache[] caches, double drawn) {
        try (Scope scope = Scope.open()) {
            NDArray[] logits = new NDArray[ids.length];
            for (int i = 0; i < ids.length; i++) {
                long[] row = Arrays.stream(ids[i]).asLongStream().toArray();
                NDArray tokens = model.torch().manager().create(row, new Shape(1, row.length));
                logits[i] = model.forward(tokens, Pass.forLogits(), caches[i]).logits();
            }
            NDArray strength = model.torch().manager().create(guidance);
            double[] probabilities =
                    kernels.guided(logits[0], logits[1], logits[2], strength).toDoubleArray();
            double sum = 0;
            for (int token = 0; token < probabilities.length; token++) {
                sum += probabilities[token];
                if (drawn < sum) {
                    return token;
                }
            }
            return probabilities.length - 1;
        }
    }
}
