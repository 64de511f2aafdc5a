package lacuna.features;

import java.util.List;
import java.util.Optional;
import lacuna.model.HookPoint;

/**
 * What the features of several SAEs did on the target and on the benign corpus, with the passages at which each was strongest.
 *
 * @param layers one entry an SAE, in the order of the model
 * @param targetPassages of the target corpus, in the order of {@code layers}
 * @param benignPassages of the benign corpus, in the order of {@code layers}
 * @param targetTokens tokens counted in the target corpus
 * @param benignTokens tokens counted in the benign corpus
 * @param units {@value #UNIT_DECODER} if every decoder direction has length 1, so that values compare across features, else {@value #RAW}
 */
public record FeatureStatistics(
        List<LayerStatistics> layers,
        List<TopPassages> targetPassages,
        List<TopPassages> benignPassages,
        long targetTokens,
        long benignTokens,
        String units) {

    public static final String UNIT_DECODER = "unit-decoder";
    public static final String RAW = "raw";

    public FeatureStatistics {
        layers = List.copyOf(layers);
        targetPassages = List.copyOf(targetPassages);
        benignPassages = List.copyOf(benignPassages);
    }

    /** The layer read at a hook point. */
    public Optional<LayerStatistics> layer(HookPoint hook) {
        return layers.stream().filter(layer -> layer.hook().equals(hook)).findFirst();
    }

    /** Passages of a feature, strongest first; none if there is no such hook point. */
    public List<Passage> passages(HookPoint hook, int feature, CorpusSide side) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).hook().equals(hook)) {
                return passages(side).get(i).of(feature);
            }
        }
        return List.of();
    }

    /** In the order of the layers. */
    public List<TopPassages> passages(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetPassages : benignPassages;
    }

    public long tokens(CorpusSide side) {
        return side == CorpusSide.TARGET ? targetTokens : benignTokens;
    }
}
