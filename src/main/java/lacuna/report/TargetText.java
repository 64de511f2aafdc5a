package lacuna.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lacuna.evaluation.GenerationPair;

/** How a report shows prompts about the target and what was written behind them: a report on a hazardous topic shall not spread it. */
public enum TargetText {
    /** As it is. */
    SHOWN,
    /** Not at all. */
    WITHHELD,
    /** As SHA-256, so that a reviewer who has the text can tell that it is the one. */
    HASHED;

    private static final String TARGET = "target";

    GenerationPair of(GenerationPair pair) {
        return this == SHOWN || !pair.group().equals(TARGET)
                ? pair
                : new GenerationPair(hidden(pair.prompt()), pair.group(), hidden(pair.before()), hidden(pair.after()));
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
