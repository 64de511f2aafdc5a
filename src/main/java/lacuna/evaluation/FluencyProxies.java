package lacuna.evaluation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * What can be counted in a text that a model wrote. Proxies: they tell loops and debris from prose, and no more; nobody has held them
 * against people's or a judge's ratings. Words are runs of letters, digits and apostrophes, in lower case.
 *
 * @param distinct1 different words, as a share of all words
 * @param distinct2 different pairs of neighbouring words, as a share of all pairs
 * @param repetition runs of four words that occurred before in the text, as a share of all such runs; 0 for shorter texts
 * @param compression bytes of UTF-8 over bytes after DEFLATE: prose lies near 1 to 2, loops far above
 * @param nonLetters characters that are neither letter, digit, blank nor common punctuation, as a share of all characters
 */
public record FluencyProxies(
        double distinct1, double distinct2, double repetition, double compression, double nonLetters) {

    private static final int RUN = 4;
    private static final String PUNCTUATION = ".,;:!?'\"-()\u2019\u201C\u201D\u2013\u2014";

    /** Of a text; one without a word counts as not varied at all. */
    public static FluencyProxies of(String text) {
        List<String> words = words(text);
        return new FluencyProxies(
                distinct(words, 1),
                distinct(words, 2),
                words.size() < RUN ? 0 : 1 - distinct(words, RUN),
                compression(text),
                nonLetters(text));
    }

    /** Mean over texts. */
    public static FluencyProxies mean(List<String> texts) {
        List<FluencyProxies> all = texts.stream().map(FluencyProxies::of).toList();
        return new FluencyProxies(
                all.stream().mapToDouble(FluencyProxies::distinct1).average().orElse(0),
                all.stream().mapToDouble(FluencyProxies::distinct2).average().orElse(0),
                all.stream().mapToDouble(FluencyProxies::repetition).average().orElse(0),
                all.stream().mapToDouble(FluencyProxies::compression).average().orElse(0),
                all.stream().mapToDouble(FluencyProxies::nonLetters).average().orElse(0));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'\u2019]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static double distinct(List<String> words, int run) {
        int runs = words.size() - run + 1;
        if (runs < 1) {
            return 0;
        }
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < runs; i++) {
            seen.add(words.subList(i, i + run));
        }
        return (double) seen.size() / runs;
    }

    private static double compression(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(bytes);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e); // memory does not fail to be written
        } finally {
            deflater.end();
        }
        return (double) bytes.length / packed.size();
    }

    private static double nonLetters(String text) {
        long odd = text.codePoints()
                .filter(c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c) && PUNCTUATION.indexOf(c) < 0)
                .count();
        return text.isEmpty() ? 0 : (double) odd / text.codePoints().count();
    }
}
