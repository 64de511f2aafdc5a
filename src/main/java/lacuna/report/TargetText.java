package lacuna.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import lacuna.evaluation.Flip;
import lacuna.evaluation.GenerationPair;

/** How a report shows prompts about the target and what was written behind them: a report on a hazardous topic shall not spread it. */
public enum TargetText {
    /** As it is. */
    SHOWN,
    /** Not at all. */
    WITHHELD,
    /** As SHA-256, so that a reviewer who has the text can tell that it is the one. */
    HASHED;

    /** What a reader is told of it. */
    String sentence() {
        return switch (this) {
            case SHOWN -> "Text about the target is shown as it is.";
            case WITHHELD -> "Text about the target is withheld.";
            case HASHED ->
                "Text about the target is given as SHA-256: whoever has the text can tell that it is the one.";
        };
    }

    private static final Set<String> HARMLESS = Set.of("benign", "general");

    /** Whether texts or questions about this may give away what is to be kept back: whatever nobody calls benign or general. */
    static boolean isGuarded(String about) {
        return !HARMLESS.contains(about);
    }

    GenerationPair of(GenerationPair pair) {
        return this == SHOWN || !isGuarded(pair.group())
                ? pair
                : new GenerationPair(hidden(pair.prompt()), pair.group(), hidden(pair.before()), hidden(pair.after()));
    }

    /** A passage of the target corpus is target text, and so is a label made from it. */
    RemovedFeature of(RemovedFeature feature) {
        if (this == SHOWN) {
            return feature;
        }
        String label = feature.label().isEmpty() ? "" : hidden(feature.label());
        RemovedFeature.Passage passage = feature.passage();
        String note = passage == null ? feature.note() : hidden(passage.before() + passage.peak() + passage.after());
        return feature.without(label, note);
    }

    /** Choices stay as letters. */
    Flip of(Flip flip) {
        return this == SHOWN
                ? flip
                : new Flip(
                        flip.number(),
                        flip.question().isEmpty() ? "" : hidden(flip.question()),
                        letter(flip.right()),
                        letter(flip.before()),
                        letter(flip.after()),
                        flip.lost());
    }

    private static String letter(String choice) {
        return choice.substring(0, 1);
    }

    private String hidden(String text) {
        return this == WITHHELD ? "[withheld]" : "sha256:" + sha256(text);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
