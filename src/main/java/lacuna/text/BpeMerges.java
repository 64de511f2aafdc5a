package lacuna.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The greedy heart of byte-pair encoding (Sennrich et al. 2016): over unique words with their counts, always merge the most frequent
 * pair of neighbouring symbols; equally frequent pairs go by their bytes, so that a result depends on nothing but the words.
 *
 * <p>Pair counts are kept up to date merge by merge, in the words that hold the pair only; a heap with outdated counts, corrected when
 * they reach the top, finds the next pair. That is a matter of seconds where recounting would take hours.
 *
 * <p>Symbols are numbered as they appear: 0..255 are the bytes, then one for each merge that makes new bytes.
 */
final class BpeMerges {

    /** Two neighbouring symbols that become one. */
    record Merge(int left, int right) {}

    private static final class Pair {
        final int left;
        final int right;
        long count;
        int[] words = new int[4];
        int wordCount;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        void addWord(int word) {
            // decision: a word may stand here twice, or no longer hold the pair; merging such a word changes nothing
            if (wordCount > 0 && words[wordCount - 1] == word) {
                return;
            }
            if (wordCount == words.length) {
                words = Arrays.copyOf(words, 2 * wordCount);
            }
            words[wordCount++] = word;
        }
    }

    private record Candidate(Pair pair, long count) {}

    private final int[][] words;
    private final int[] lengths;
    private final long[] counts;
    private final List<byte[]> symbols = new ArrayList<>();
    private final Map<String, Integer> symbolOfBytes = new HashMap<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(this::order);
    private final Set<Merge> merges = new LinkedHashSet<>();

    /** @param wordCounts UTF-8 of each unique word, written with {@link ByteAlphabet}, and how often it occurs */
    BpeMerges(Map<String, Long> wordCounts) {
        for (int b = 0; b < 256; b++) {
            addSymbol(new byte[] {(byte) b});
        }
        words = new int[wordCounts.size()][];
        lengths = new int[words.length];
        counts = new long[words.length];
        int w = 0;
        for (Map.Entry<String, Long> entry : wordCounts.entrySet()) {
            words[w] = entry.getKey()
                    .chars()
                    .map(c -> ByteAlphabet.byteOf((char) c))
                    .toArray();
            lengths[w] = words[w].length;
            counts[w] = entry.getValue();
            for (int i = 0; i + 1 < lengths[w]; i++) {
                change(words[w][i], words[w][i + 1], w, counts[w]);
            }
            w++;
        }
        pairs.values().forEach(pair -> candidates.add(new Candidate(pair, pair.count)));
    }

    /** Merges the most frequent pair; false when no pair occurs at least {@code minimumCount} times. */
    boolean mergeNext(long minimumCount) {
        Pair best = mostFrequent();
        if (best == null || best.count < minimumCount) {
            return false;
        }
        // decision: a pair can come back when a later merge makes a symbol that exists already; an encoder then joins
        // it by its old rank
        merges.add(new Merge(best.left, best.right));
        int merged = addSymbol(concatenated(best));
        Set<Pair> grown = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < best.wordCount; i++) {
            mergeInWord(best, merged, best.words[i], grown);
        }
        pairs.remove(key(best.left, best.right));
        grown.forEach(pair -> candidates.add(new Candidate(pair, pair.count)));
        return true;
    }

    /** Bytes of each symbol. */
    List<byte[]> symbols() {
        return symbols;
    }

    /** In the order of their ranks. */
    List<Merge> merges() {
        return List.copyOf(merges);
    }

    private @Nullable Pair mostFrequent() {
        for (Candidate top = candidates.poll(); top != null; top = candidates.poll()) {
            Pair pair = top.pair();
            if (pair.count == top.count()) {
                return pair;
            }
            if (pair.count > 0 && pair.count < top.count()) {
                candidates.add(new Candidate(pair, pair.count));
            }
        }
        return null;
    }

    private void mergeInWord(Pair pair, int merged, int w, Set<Pair> grown) {
        int[] word = words[w];
        int length = lengths[w];
        long count = counts[w];
        int out = 0;
        int i = 0;
        while (i < length) {
            if (i + 1 == length || word[i] != pair.left || word[i + 1] != pair.right) {
                word[out++] = word[i++];
                continue;
            }
            pair.count -= count;
            if (out > 0) {
                change(word[out - 1], pair.left, w, -count);
                grown.add(change(word[out - 1], merged, w, count));
            }
            if (i + 2 < length) {
                change(pair.right, word[i + 2], w, -count);
                grown.add(change(merged, word[i + 2], w, count));
            }
            word[out++] = merged;
            i += 2;
        }
        lengths[w] = out;
    }

    private Pair change(int left, int right, int word, long by) {
        Pair pair = pairs.computeIfAbsent(key(left, right), k -> new Pair(left, right));
        pair.count += by;
        if (by > 0) {
            pair.addWord(word);
        }
        return pair;
    }

    private int addSymbol(byte[] bytes) {
        // decision: "ab"+"c" and "a"+"bc" make the same bytes; a vocabulary holds them once, so the second merge shares
        // the entry
        return symbolOfBytes.computeIfAbsent(ByteAlphabet.write(bytes), k -> {
            symbols.add(bytes);
            return symbols.size() - 1;
        });
    }

    private byte[] concatenated(Pair pair) {
        byte[] left = symbols.get(pair.left);
        byte[] right = symbols.get(pair.right);
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private int order(Candidate a, Candidate b) {
        int byCount = Long.compare(b.count(), a.count());
        if (byCount != 0) {
            return byCount;
        }
        int byLeft = Arrays.compareUnsigned(symbols.get(a.pair().left), symbols.get(b.pair().left));
        return byLeft != 0 ? byLeft : Arrays.compareUnsigned(symbols.get(a.pair().right), symbols.get(b.pair().right));
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
