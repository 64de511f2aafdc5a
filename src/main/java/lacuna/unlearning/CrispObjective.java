package lacuna.unlearning;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import lacuna.model.LoraAdapter;
import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.SparseAutoencoder.Part;
import lacuna.tensor.AdamW;
import lacuna.tensor.Torch;

/**
 * CRISP: a LoRA adapter that turns chosen SAE features down on the target texts and leaves the residual stream on benign texts where it
 * was (Ashuach et al., arXiv 2508.13650). The SAEs are needed for training only; what remains is the adapter.
 */
final class CrispObjective implements Objective {

    private final CrispConfig config;
    private final UnlearnTexts texts;
    private final LoraAdapter adapter;
    private final CrispLosses losses;
    private final FrozenCache cache;
    private final List<SuppressedLayer> layers;
    private final List<SparseAutoencoder> saes;
    private final SuppressionPlan plan;
    private final List<SparseAutoencoder.Rest> resting = new ArrayList<>();
    private final CrispGradients gradients;
    private final BatchOrder targets;
    private final BatchOrder benign;

    private CrispObjective(UnlearnInputs inputs, CrispConfig config, SuppressionPlan plan, LoraAdapter adapter) {
        Torch torch = inputs.model().torch();
        this.config = config;
        this.texts = inputs.texts();
        this.adapter = adapter;
        this.losses = new CrispLosses(torch, config.mode(), config.drift(), config.suppression());
        this.cache = new FrozenCache(torch, FrozenCache.BUDGET_BYTES);
        this.layers = plan.layers(losses);
        this.gradients = new CrispGradients(inputs.model(), adapter, config, losses, layers, plan.sites(), cache);
        this.targets = BatchOrder.ofTarget(texts, config);
        this.benign = BatchOrder.ofBenign(texts, config);
        this.saes = inputs.saes();
        this.plan = plan;
        if (torch.onGpu()) {
            rest();
        }
    }

    /** Frees the device of what training does not read; on a CPU nothing would be won. */
    void rest() {
        saes.forEach(sae -> resting.add(sae.rest(unread(sae))));
    }

    /** No loss reads a decoder; of an encoder, most read only what {@link SuppressedLayer} has taken out of it. */
    private Set<Part> unread(SparseAutoencoder sae) {
        boolean encoderIsRead = plan.chosen().containsKey(sae) && losses.readsAllColumns(sae);
        return encoderIsRead ? EnumSet.of(Part.DECODER) : EnumSet.allOf(Part.class);
    }

    static CrispObjective of(UnlearnInputs inputs, CrispConfig config) throws LacunaException {
        inputs.texts().requireBoth();
        SuppressionPlan plan = SuppressionPlan.of(inputs.selection(), inputs.saes(), inputs.model(), config);
        LoraAdapter adapter = LoraAdapter.create(inputs.model(), config.lora(), config.seed());
        return new CrispObjective(inputs, config, plan, adapter);
    }

    @Override
    public Trainable trained() {
        return adapter;
    }

    @Override
    public AdamW.Config optimizer() {
        return AdamW.Config.CRISP;
    }

    @Override
    public StepLosses add(int step, Progress progress) throws LacunaException {
        CrispGradients.Losses got = gradients.add(
                targets.batch(step), benign.batch(step), BatchOrder.coherence(texts, config, step), progress);
        Map<String, Double> byName = new LinkedHashMap<>();
        byName.put(CrispConfig.UNLEARN, got.unlearn());
        byName.put(CrispConfig.RETAIN, got.retain());
        byName.put(CrispConfig.COHERENCE, got.coherence());
        return new StepLosses(byName, got.total(), OptionalDouble.of(got.activity()));
    }

    @Override
    public void close() {
        resting.forEach(SparseAutoencoder.Rest::close);
        layers.forEach(SuppressedLayer::close);
        cache.close();
        losses.close();
        adapter.close();
    }
}
