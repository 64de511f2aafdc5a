package lacuna.features;

import static lacuna.features.PassageTable.ints;

import java.util.Arrays;
import lacuna.features.KeptPassages.Order;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/** Corpora, spread and sketches as tensors. Sums are f64, stored as their bits. */
final class EvidenceTable {

    /** In {@code .totals}, before the tokens by position. */
    private static final int TOTALS = 3;

    private EvidenceTable() {}

    static void write(SafetensorsWriter writer, String name, CorpusTokens corpus) {
        writer.ints(name + ".documents", corpus.documents(), corpus.documents().length)
                .ints(name + ".starts", corpus.starts(), corpus.starts().length)
                .ints(name + ".tokens", corpus.ids(), corpus.ids().length);
    }

    static CorpusTokens corpus(Safetensors saved, String name) throws LacunaException {
        int[] documents = ints(saved, name + ".documents");
        int[] starts = ints(saved, name + ".starts");
        int[] tokens = ints(saved, name + ".tokens");
        boolean whole = starts.length == documents.length + 1
                && starts[0] == 0
                && starts[documents.length] == tokens.length
                && ascending(starts)
                && ascending(documents);
        if (!whole) {
            throw damaged(saved, name);
        }
        return new CorpusTokens(documents, starts, tokens);
    }

    private static boolean ascending(int[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                return false;
            }
        }
        return true;
    }

    static void write(SafetensorsWriter writer, String name, CorpusEvidence evidence) {
        PassageTable.write(writer, name + ".top", evidence.top());
        PassageTable.write(writer, name + ".samples", evidence.samples());
        PassageTable.write(writer, name + ".near", evidence.nearMisses());
        CorpusSpread spread = evidence.spread();
        int features = spread.documentsOn().length;
        long[] totals = new long[TOTALS + CorpusSpread.POSITIONS];
        totals[0] = spread.documents();
        totals[1] = Double.doubleToRawLongBits(spread.lengthSquares());
        totals[2] = spread.halfTokens();
        System.arraycopy(spread.positionTokens(), 0, totals, TOTALS, CorpusSpread.POSITIONS);
        writer.longs(name + ".totals", totals, totals.length)
                .ints(name + ".documents_on", spread.documentsOn(), features)
                .longs(name + ".squares_bits", bits(spread.squares()), features)
                .longs(name + ".lengths_bits", bits(spread.lengths()), features)
                .longs(name + ".half_count", spread.halfCount(), features)
                .longs(name + ".half_sum_bits", bits(spread.halfSum()), features)
                .ints(name + ".positions", spread.positions(), features, CorpusSpread.POSITIONS);
    }

    static CorpusEvidence evidence(Safetensors saved, String name, int features, CorpusTokens corpus)
            throws LacunaException {
        return new CorpusEvidence(
                PassageTable.read(saved, name + ".top", Order.STRONGEST, features, corpus),
                PassageTable.read(saved, name + ".samples", Order.SAMPLED, features, corpus),
                PassageTable.read(saved, name + ".near", Order.STRONGEST, features, corpus),
                spread(saved, name, features));
    }

    private static CorpusSpread spread(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".totals", TOTALS + CorpusSpread.POSITIONS);
        saved.require(name + ".positions", features, CorpusSpread.POSITIONS);
        for (String column :
                new String[] {"documents_on", "squares_bits", "lengths_bits", "half_count", "half_sum_bits"}) {
            saved.require(name + "." + column, features);
        }
        long[] totals = saved.longs(name + ".totals");
        return new CorpusSpread(
                totals[0],
                Double.longBitsToDouble(totals[1]),
                totals[2],
                Arrays.copyOfRange(totals, TOTALS, totals.length),
                ints(saved, name + ".documents_on"),
                numbers(saved.longs(name + ".squares_bits")),
                numbers(saved.longs(name + ".lengths_bits")),
                saved.longs(name + ".half_count"),
                numbers(saved.longs(name + ".half_sum_bits")),
                ints(saved, name + ".positions"));
    }

    static void write(SafetensorsWriter writer, String name, TokenSketches sketches) {
        int[] sizes = new int[sketches.features()];
        int total = 0;
        for (int f = 0; f < sizes.length; f++) {
            sizes[f] = sketches.of(f).length;
            total += sizes[f];
        }
        int[] hashes = new int[total];
        int at = 0;
        for (int f = 0; f < sizes.length; f++) {
            System.arraycopy(sketches.of(f), 0, hashes, at, sizes[f]);
            at += sizes[f];
        }
        writer.ints(name + ".sketch_sizes", sizes, sizes.length).ints(name + ".sketches", hashes, hashes.length);
    }

    static TokenSketches sketches(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".sketch_sizes", features);
        int[] sizes = ints(saved, name + ".sketch_sizes");
        int[] hashes = ints(saved, name + ".sketches");
        if (Arrays.stream(sizes).asLongStream().sum() != hashes.length
                || Arrays.stream(sizes).anyMatch(n -> n < 0)) {
            throw damaged(saved, name);
        }
        TokenSketches sketches = new TokenSketches(features);
        int at = 0;
        for (int f = 0; f < features; f++) {
            for (int i = 0; i < sizes[f]; i++) {
                sketches.add(f, hashes[at++]);
            }
        }
        return sketches;
    }

    static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    static double[] numbers(long[] bits) {
        return Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
    }

    private static LacunaException damaged(Safetensors saved, String name) {
        return new LacunaException("What " + saved.file() + " holds of " + name
                + " contradicts itself. The file is damaged; delete it and collect the statistics again.");
    }
}
