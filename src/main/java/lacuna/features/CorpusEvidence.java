package lacuna.features;

/**
 * What is kept of one corpus and one SAE beside the counts.
 *
 * @param top passages at which each feature is strongest
 * @param samples passages drawn fairly from all tokens at which it is on
 * @param nearMisses passages at which it came nearest to being on, and was not on anywhere around
 */
public record CorpusEvidence(KeptPassages top, KeptPassages samples, KeptPassages nearMisses, CorpusSpread spread) {}
