package lacuna.text;

import java.util.ArrayList;
import java.util.List;

/**
 * How long documents are cut into pieces, none of which is longer than {@code size}. A cut is made at white space where there is some in
 * the second half of a piece, so that words stay whole and tokens are those of the uncut text.
 *
 * @param size at least {@value #SMALLEST}
 */
public record Splitting(Unit unit, int size) {

    /** What is counted. */
    public enum Unit {
        /** Java characters; the CRISP paper takes 1,000. */
        CHARACTERS,
        TOKENS
    }

    /** Shorter pieces would be no text. */
    public static final int SMALLEST = 8;

    public Splitting {
        if (size < SMALLEST) {
            throw new IllegalArgumentException("pieces of " + size + ", expected at least " + SMALLEST);
        }
    }

    /** Pieces of all documents in their order, named {@code corpus.txt#3.1}, {@code corpus.txt#3.2}; short documents stay as they are. */
    List<Document> apply(List<Document> documents, Tokenizer tokenizer) {
        List<Document> pieces = new ArrayList<>();
        for (Document document : documents) {
            List<String> texts =
                    unit == Unit.CHARACTERS ? byCharacters(document.text()) : byTokens(document.text(), tokenizer);
            if (texts.size() == 1) {
                pieces.add(document);
                continue;
            }
            for (int i = 0; i < texts.size(); i++) {
                pieces.add(new Document(document.id() + "." + (i + 1), texts.get(i)));
            }
        }
        return pieces;
    }

    private List<String> byCharacters(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (text.length() - start > size) {
            int end = wholeWords(text, start, start + size);
            add(pieces, text.substring(start, end));
            start = end;
        }
        add(pieces, text.substring(start));
        return pieces;
    }

    private List<String> byTokens(String text, Tokenizer tokenizer) {
        Tokenizer.Encoded tokens = tokenizer.encode(text);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        int first = 0;
        while (tokens.length() - first > size) {
            int end = wholeWords(text, start, Math.max(start + 1, tokens.starts()[first + size]));
            add(pieces, text.substring(start, end));
            start = end;
            while (first < tokens.length() && tokens.starts()[first] < start) {
                first++;
            }
        }
        add(pieces, text.substring(start));
        return pieces;
    }

    /** The last place at or before {@code end} where a word begins or ends, if it lies in the second half; never within a character. */
    private static int wholeWords(String text, int start, int end) {
        for (int at = end; at > start + (end - start) / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        boolean within = Character.isLowSurrogate(text.charAt(end)) && Character.isHighSurrogate(text.charAt(end - 1));
        return within && end - 1 > start ? end - 1 : within ? end + 1 : end;
    }

    private static void add(List<String> pieces, String piece) {
        if (!piece.isBlank()) {
            pieces.add(piece.strip());
        }
    }
}
