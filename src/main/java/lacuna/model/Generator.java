package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Scope;
import lacuna.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Continues prompts token by token, with keys and values cached. */
public final class Generator {

    private final LanguageModel model;

    public Generator(LanguageModel model) {
        this.model = model;
    }

    /**
     * @param variant the model as it is, adapted, or edited
     * @param progress asked for cancellation before every token
     * @param listener told each new token id as it comes
     * @throws Cancelled if the user asked to stop
     */
    public Generation generate(
            String prompt, GenerationConfig config, ModelVariant variant, Progress progress, IntConsumer listener)
            throws LacunaException {
        Tokenizer tokenizer = model.tokenizer();
        int[] encoded = tokenizer.encode(prompt).ids();
        int[] start = tokenizer.prependsBos() ? prepend(tokenizer.bosId(), encoded) : encoded;
        if (start.length == 0) {
            throw new LacunaException(
                    "The prompt is empty, and this model's tokenizer has no beginning-of-text token to"
                            + " start from. Type at least one word.");
        }
        int context = model.config().contextLength();
        if (start.length >= context) {
            throw new LacunaException("The prompt has " + start.length + " tokens, and this model reads " + context
                    + " at most, so there is no room to continue it. Shorten the prompt.");
        }
        int[] ids = generate(start, config, variant, progress, listener);
        // Decoding the whole and cutting the prompt off keeps spaces that depend on their left neighbour.
        String whole = tokenizer.decode(concat(encoded, ids));
        String head = tokenizer.decode(encoded);
        return new Generation(
                prompt, whole.startsWith(head) ? whole.substring(head.length()) : tokenizer.decode(ids), ids);
    }

    /** As above, with LoRA factors, or null for the model as it is. */
    public Generation generate(
            String prompt,
            GenerationConfig config,
            @Nullable LoraAdapter adapter,
            Progress progress,
            IntConsumer listener)
            throws LacunaException {
        return generate(prompt, config, ModelVariant.of(adapter), progress, listener);
    }

    /** Continues token ids, as far as the context reaches; stops at a token that ends a text, which is not part of the result. */
    public int[] generate(
            int[] prompt, GenerationConfig config, ModelVariant variant, Progress progress, IntConsumer listener)
            throws Cancelled {
        SplittableRandom random = new SplittableRandom(config.seed());
        int room = Math.max(0, model.config().contextLength() - prompt.length);
        int[] ids = new int[Math.min(config.maxNewTokens(), room)];
        int count = 0;
        Set<Integer> ends = model.hasTokenizer() ? model.tokenizer().endIds() : Set.of();
        try (KeyValueCache cache = new KeyValueCache()) {
            int[] next = prompt;
            while (count < ids.length) {
                progress.check();
                int id = choose(nextLogits(next, variant, cache), config, random);
                if (ends.contains(id)) {
                    break;
                }
                ids[count++] = id;
                listener.accept(id);
                next = new int[] {id};
            }
        }
        return Arrays.copyOf(ids, count);
    }

    private float[] nextLogits(int[] ids, ModelVariant variant, KeyValueCache cache) {
        try (Scope scope = Scope.open()) {
            long[] wide = Arrays.stream(ids).asLongStream().toArray();
            NDArray input = model.torch().manager().create(wide, new Shape(1, ids.length));
            return model.logitsAt(input, new int[] {ids.length - 1}, variant, cache)
                    .toFloatArray();
        }
    }

    private static int choose(float[] logits, GenerationConfig config, SplittableRandom random) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return config.temperature() == 0 ? best : sample(logits, logits[best], config, random);
    }

    private static int sample(float[] logits, float highest, GenerationConfig config, SplittableRandom random) {
        Integer[] order = new Integer[logits.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(logits[b], logits[a]));
        int candidates = config.topK() == 0 ? order.length : Math.min(config.topK(), order.length);
        double[] weights = new double[candidates];
        double total = 0;
        for (int i = 0; i < candidates; i++) {
            weights[i] = Math.exp((logits[order[i]] - highest) / config.temperature());
            total += weights[i];
        }
        double kept = 0;
        int last = 0;
        while (last < candidates && kept < config.topP() * total) {
            kept += weights[last++];
        }
        double point = random.nextDouble() * kept;
        int i = 0;
        while (i < last - 1 && point >= weights[i]) {
            point -= weights[i++];
        }
        return order[i];
    }

    private static int[] prepend(int first, int[] rest) {
        return concat(new int[] {first}, rest);
    }

    private static int[] concat(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
