package lacuna.features;

/** A number for a token of a corpus that looks random and is always the same: samples drawn by it are repeatable and fit together. */
final class TokenHash {

    private TokenHash() {}

    /** Of the token at a position of a document; -1 for the document itself. */
    static int of(int document, int position) {
        long mixed = (document + 1L) * 0x9E3779B97F4A7C15L + (position + 1L) * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L; // the finaliser of SplitMix64
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((mixed ^ (mixed >>> 31)) >>> 16);
    }

    /** Likewise, with the tokens of the two corpora kept apart. */
    static int of(CorpusSide side, int document, int position) {
        return of(2 * document + side.ordinal(), position);
    }

    /** Which half of its corpus a document belongs to: 0 or 1. */
    static int half(int document) {
        return of(document, -1) & 1;
    }
}
