package lacuna.features;

/** Grows a {@link CorpusSpread} token by token and document by document. */
final class SpreadAccumulator {

    private final long[] positionTokens;
    private final int[] documentsOn;
    private final double[] squares;
    private final double[] lengths;
    private final long[] halfCount;
    private final double[] halfSum;
    private final int[] positions;
    private final int[] onHere;
    private long documents;
    private double lengthSquares;
    private long halfTokens;
    // of the document at hand
    private boolean firstHalf;

    SpreadAccumulator(int features) {
        this(new CorpusSpread(
                0,
                0,
                0,
                new long[CorpusSpread.POSITIONS],
                new int[features],
                new double[features],
                new double[features],
                new long[features],
                new double[features],
                new int[Math.multiplyExact(features, CorpusSpread.POSITIONS)]));
    }

    /** Goes on with what was counted before; the arrays are taken over, not copied. */
    SpreadAccumulator(CorpusSpread before) {
        documents = before.documents();
        lengthSquares = before.lengthSquares();
        halfTokens = before.halfTokens();
        positionTokens = before.positionTokens();
        documentsOn = before.documentsOn();
        squares = before.squares();
        lengths = before.lengths();
        halfCount = before.halfCount();
        halfSum = before.halfSum();
        positions = before.positions();
        onHere = new int[documentsOn.length];
    }

    /**
     * @param document place in its corpus
     * @param tokens that count
     */
    void begin(int document, int tokens) {
        firstHalf = TokenHash.half(document) == 0;
        documents++;
        lengthSquares += (double) tokens * tokens;
        halfTokens += firstHalf ? tokens : 0;
        for (int position = 0; position < tokens; position++) {
            positionTokens[CorpusSpread.positionRange(position)]++;
        }
    }

    /** @param position from the first token that counts */
    void on(int feature, int position, float value) {
        onHere[feature]++;
        positions[feature * CorpusSpread.POSITIONS + CorpusSpread.positionRange(position)]++;
        if (firstHalf) {
            halfCount[feature]++;
            halfSum[feature] += value;
        }
    }

    /** For each feature that was on in the document at hand. */
    void end(int feature, int tokens) {
        double c = onHere[feature];
        onHere[feature] = 0;
        documentsOn[feature]++;
        squares[feature] += c * c;
        lengths[feature] += c * tokens;
    }

    CorpusSpread spread() {
        return new CorpusSpread(
                documents,
                lengthSquares,
                halfTokens,
                positionTokens,
                documentsOn,
                squares,
                lengths,
                halfCount,
                halfSum,
                positions);
    }
}
