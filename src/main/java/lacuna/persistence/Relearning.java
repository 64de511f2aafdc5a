package lacuna.persistence;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * The unlearned model trained again by next-token prediction, one text a step, AdamW with decay .01. The model's own weights change where
 * no adapter is asked for, so it has to be a copy; close this before the model.
 */
final class Relearning implements AutoCloseable {

    private static final AdamW.Config OPTIMIZER = new AdamW.Config(0.9, 0.999, 1e-8, 0.01, false);
    private static final int IGNORED = -100;

    private final LanguageModel model;
    private final RelearnConfig config;
    private final ModelVariant edited;
    private final LoraAdapter adapter;
    private final List<NDArray> trained;

    /** @param model a copy with the unlearning folded in */
    Relearning(LanguageModel model, RelearnConfig config) throws LacunaException {
        this(model, config, ModelVariant.UNCHANGED);
    }

    /** @param edited edits of the residual stream that go on while it is trained, without an adapter */
    Relearning(LanguageModel model, RelearnConfig config, ModelVariant edited) throws LacunaException {
        this.model = model;
        this.edited = edited;
        this.config = config;
        // an adapter of rank 1 that stays zero stands for none
        this.adapter = LoraAdapter.create(
                model, config.lora().orElse(lacuna.model.LoraConfig.ofBlocks(1, 1, 0, 0, 0)), config.seed());
        this.trained = new ArrayList<>();
        if (config.lora().isPresent()) {
            trained.addAll(adapter.parameters());
        } else {
            trained.addAll(model.weights().named(model.config()).values());
            trained.forEach(weight -> weight.setRequiresGradient(true));
        }
    }

    /** @return mean loss of the first and of the last epoch, in nats per token */
    double[] run(List<TokenizedDocument> texts, Progress progress) throws LacunaException {
        List<TokenizedDocument> some = Batcher.shuffle(texts, config.seed()).stream()
                .limit(config.samples())
                .map(text -> text.length() <= config.maxTokens()
                        ? text
                        : new TokenizedDocument(
                                text.index(), Arrays.copyOf(text.ids(), config.maxTokens()), text.contentStart()))
                .filter(text -> text.length() > 1)
                .toList();
        if (some.isEmpty()) {
            throw new LacunaException("There is no text to relearn from. Name a corpus with texts.");
        }
        int steps = some.size() * config.epochs();
        double[] means = new double[config.epochs()];
        try (AdamW adam = new AdamW(model.torch(), trained, OPTIMIZER);
                Kernels kernels = Kernels.load(model.torch(), LanguageModel.class, "language.torchscript", Map.of())) {
            for (int step = 0; step < steps; step++) {
                progress.check();
                int epoch = step / some.size();
                List<TokenizedDocument> order = Batcher.shuffle(some, config.seed() + epoch);
                double loss = loss(order.get(step % some.size()), kernels);
                means[epoch] += loss / some.size();
                adam.step(config.rateAt(step, steps), Double.POSITIVE_INFINITY);
                progress.report("Relearning", step + 1L, steps);
            }
        }
        return new double[] {means[0], means[means.length - 1]};
    }

    private double loss(TokenizedDocument text, Kernels kernels) {
        TokenBatch batch = Batcher.inOrder(List.of(text), 1, 0).get(0);
        try (Tape tape = Tape.open();
                Scope scope = Scope.open()) {
            NDArray ids = model.ids(batch);
            NDArray logits =
                    model.forward(ids, Pass.forLogits().with(variant()), null).logits();
            NDArray end = model.torch().manager().create(new long[] {IGNORED}).reshape(1, 1);
            NDArray loss =
                    kernels.apply("next_token_loss", logits, ids.get(":, 1:").concat(end, 1));
            tape.backward(loss);
            return loss.getFloat();
        }
    }

    /** The model as it is now. */
    ModelVariant variant() {
        return config.lora().isPresent() ? edited.on(adapter) : edited;
    }

    @Override
    public void close() {
        adapter.close();
    }
}
