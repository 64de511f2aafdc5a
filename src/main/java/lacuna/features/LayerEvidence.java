package lacuna.features;

import java.util.List;

/** What is kept of one SAE beside the counts, of both corpora. */
public record LayerEvidence(CorpusEvidence target, CorpusEvidence benign, TokenSketches sketches) {

    public CorpusEvidence of(CorpusSide side) {
        return side == CorpusSide.TARGET ? target : benign;
    }

    /** Of a layer of which only the counts are known. */
    public static LayerEvidence none(int features) {
        CorpusTokens nothing = CorpusTokens.of(List.of());
        TokenSketches sketches = new TokenSketches(features);
        return new LayerEvidence(
                new LayerAccumulator(CorpusSide.TARGET, features, nothing, sketches, StatisticsConfig.DEFAULT)
                        .evidence(),
                new LayerAccumulator(CorpusSide.BENIGN, features, nothing, sketches, StatisticsConfig.DEFAULT)
                        .evidence(),
                sketches);
    }
}
