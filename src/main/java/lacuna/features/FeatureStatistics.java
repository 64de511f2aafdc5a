package lacuna.features;

import java.util.List;
import java.util.Optional;
import lacuna.model.HookPoint;

/**
 * What the features of several SAEs did on the target and on the benign corpus, with the passages at which each was strongest.
 *
 * @param layers one entry an SAE, in the order of the model
 * @param evidence passages and spread, in the order of {@code layers}
 * @param targetTokens tokens counted in the target corpus
 * @param benignTokens tokens counted in the benign corpus
 * @param units {@value #UNIT_DECODER} if every decoder direction has length 1, so that values compare across features, else {@value #RAW}
 */
public record FeatureStatistics(
        List<LayerStatistics> layers,
        List<LayerEvidence> evidence,
        long targetTokens,
        long benignTokens,
        String units) {

    public static final String UNIT_DECODER = "unit-decoder";
    public static final String RAW = "raw";

    public FeatureStatistics {
        layers = List.copyOf(layers);
        evidence = List.copyOf(evidence);
    }

    /** The layer read at a hook point. */
    public Optional<LayerStatistics> layer(HookPoint hook) {
        return layers.stream().filter(layer -> layer.hook().equals(hook)).findFirst();
    }

    /** What is kept of the layer read at a hook point. */
    public Optional<LayerEvidence> evidence(HookPoint hook) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).hook().equals(hook)) {
                return Optional.of(evidence.get(i));
            }
        }
        return Optional.empty();
    }

    /** Passages at which a feature is strongest, strongest first; none if there is no such hook point. */
    public List<Passage> passages(HookPoint hook, int feature, CorpusSide side) {
        return evidence(hook).map(kept -> kept.of(side).top().of(feature)).orElse(List.of());
    }

    /** Passages drawn from all tokens at which a feature is on, strongest first. */
    public List<Passage> samples(HookPoint hook, int feature, CorpusSide side) {
        return evidence(hook).map(kept -> kept.of(side).samples().of(feature)).orElse(List.of());
    }

    /** Passages at which a feature came nearest to being on without being so anywhere around, nearest first. */
    public List<Passage> nearMisses(HookPoint hook, int feature, CorpusSide side) {
        return evidence(hook)
                .map(kept -> kept.of(side).nearMisses().of(feature))
                .orElse(List.of());
    }

    public long tokens(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetTokens : benignTokens;
    }
}
