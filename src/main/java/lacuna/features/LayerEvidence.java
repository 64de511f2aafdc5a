package lacuna.features;

/** What is kept of one SAE beside the counts, of both corpora. */
public record LayerEvidence(CorpusEvidence target, CorpusEvidence benign, TokenSketches sketches) {

    public CorpusEvidence of(CorpusSide side) {
        return side == CorpusSide.TARGET ? target : benign;
    }
}
