package lacuna.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * The tokenizer of a model folder in Hugging Face form: {@code tokenizer.json}, and the special tokens that
 * {@code tokenizer_config.json}, {@code generation_config.json} and {@code config.json} name (asked in this order).
 *
 * <p>Special tokens are never added by {@link #encode}: callers put {@link #bosId()} in front where {@link #prependsBos()} says so.
 * A special token that stands literally in a text is recognised, as in Hugging Face's library.
 */
public final class Tokenizer implements AutoCloseable {

    /**
     * Tokens of a text.
     *
     * @param ids [tokens]
     * @param starts [tokens] first {@code char} of each token in the text, so that {@code text.substring(starts[i], ends[i])} is
     *     what the token stands for. Tokens that share one character (bytes of an emoji) all span it. Some tokenizers (GPT-2) leave
     *     the leading space out of the span.
     * @param ends [tokens] one past the last {@code char}
     */
    public record Encoded(int[] ids, int[] starts, int[] ends) {
        /** Number of tokens. */
        public int length() {
            return ids.length;
        }
    }

    private static final Map<String, String> NOTHING_ADDED =
            Map.of("addSpecialTokens", "false", "truncation", "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD");

    private static final String TRIAL = "A caf\u00E9, 12 \u65E5\u672C \uD83D\uDE42\n";

    private final HuggingFaceTokenizer library;
    private final String[] entries;
    private final boolean byteLevel;
    private final int bosId;
    private final int eosId;
    private final Set<Integer> endIds;
    private final int padId;
    private final boolean prependsBos;

    private Tokenizer(HuggingFaceTokenizer library, TokenizerFile file, List<JsonNode> configs) {
        this.library = library;
        this.byteLevel = file.byteLevel();
        int size = 1
                + file.idOf().values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(-1);
        this.entries = new String[size];
        Arrays.fill(entries, "");
        file.idOf().forEach((entry, id) -> entries[id] = entry);
        this.bosId = specialId("bos", file, configs);
        this.eosId = specialId("eos", file, configs);
        this.endIds = endIds(eosId, configs);
        int pad = specialId("pad", file, configs);
        // decision: padding never counts, so any valid id will do where a model names none
        this.padId = pad >= 0 ? pad : Math.max(eosId, 0);
        JsonNode said = configs.get(0).path("add_bos_token");
        boolean templated = bosId >= 0 && entries[bosId].equals(file.leadingToken());
        this.prependsBos = bosId >= 0 && (said.isBoolean() ? said.booleanValue() : templated);
    }

    /**
     * Opens the tokenizer of a model folder.
     *
     * @throws LacunaException if the folder has no tokenizer.json, or one that cannot be used
     */
    public static Tokenizer open(Path modelFolder) throws LacunaException {
        Path path = modelFolder.resolve("tokenizer.json");
        TokenizerFile file = TokenizerFile.read(path);
        List<JsonNode> configs = new ArrayList<>();
        for (String name : List.of("tokenizer_config.json", "generation_config.json", "config.json")) {
            Path config = modelFolder.resolve(name);
            configs.add(Files.isRegularFile(config) ? Json.readTree(config) : MissingNode.getInstance());
        }
        try {
            Tokenizer tokenizer = new Tokenizer(HuggingFaceTokenizer.newInstance(path, NOTHING_ADDED), file, configs);
            // some faults (an unknown token that is not in the vocabulary) come out only when a text is encoded
            tokenizer.encode(TRIAL);
            return tokenizer;
        } catch (IOException | RuntimeException e) {
            throw TokenizerFile.damaged(path, "the tokenizer library says \"" + e.getMessage() + "\"", e);
        } catch (LinkageError e) {
            throw new LacunaException(
                    "The native tokenizer library does not load on this machine: " + e.getMessage()
                            + ". Run the doctor command for versions and paths.",
                    e);
        }
    }

    /** Encodes without adding special tokens. Half a surrogate pair is read as U+FFFD. */
    public Encoded encode(String text) {
        String whole = withoutLoneSurrogates(text);
        Encoding encoding = library.encode(whole, false, false);
        long[] ids = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] charOfPoint = charOfPoint(whole);
        Encoded result = new Encoded(narrow(ids), new int[ids.length], new int[ids.length]);
        int last = 0;
        for (int i = 0; i < ids.length; i++) {
            // a token that stands for nothing in the text has no span: it is placed where the one before ended
            result.starts[i] = spans[i] == null ? last : charOfPoint[spans[i].getStart()];
            result.ends[i] = spans[i] == null ? last : charOfPoint[spans[i].getEnd()];
            last = result.ends[i];
        }
        return result;
    }

    /** The text of these tokens; special tokens leave no trace, spaces stay as they are. */
    public String decode(int[] ids) {
        return ids.length == 0
                ? ""
                : library.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /**
     * One token as a reader sees it: a leading space is a space, special tokens show their name, and bytes that are not a whole
     * character show as {@code \xE6}.
     */
    public String piece(int id) {
        if (id < 0 || id >= entries.length) {
            throw new IllegalArgumentException("token " + id + " of a vocabulary of " + entries.length);
        }
        return byteLevel ? Pieces.ofByteLevel(entries[id]) : Pieces.ofSentencePiece(entries[id]);
    }

    /** Id of the token that begins a text, or -1. */
    public int bosId() {
        return bosId;
    }

    /** Id of the token that ends a text, or -1. */
    public int eosId() {
        return eosId;
    }

    /** Every token that ends a text for the model: the tokenizer's own, and those its configuration files name. */
    public Set<Integer> endIds() {
        return endIds;
    }

    /** Id to fill rows with; that of the end of text, or 0, where the model names none. */
    public int padId() {
        return padId;
    }

    /** One more than the highest id (the embedding table of the model may be larger). */
    public int vocabularySize() {
        return entries.length;
    }

    /** Whether the model expects every text to begin with {@link #bosId()}. */
    public boolean prependsBos() {
        return prependsBos;
    }

    @Override
    public void close() {
        library.close();
    }

    /** Chat models name several: one behind a text, one behind a turn. */
    private static Set<Integer> endIds(int eosId, List<JsonNode> configs) {
        Set<Integer> ends = new TreeSet<>();
        if (eosId >= 0) {
            ends.add(eosId);
        }
        for (JsonNode config : configs) {
            JsonNode said = config.path("eos_token_id");
            Iterable<JsonNode> ids = said.isArray() ? said : List.of(said);
            for (JsonNode id : ids) {
                if (id.isInt() && id.intValue() >= 0) {
                    ends.add(id.intValue());
                }
            }
        }
        return Collections.unmodifiableSet(ends);
    }

    private static int specialId(String name, TokenizerFile file, List<JsonNode> configs) {
        JsonNode token = configs.get(0).path(name + "_token");
        String content =
                token.isTextual() ? token.textValue() : token.path("content").asText("");
        Integer id = file.idOf().get(content);
        if (id != null) {
            return id;
        }
        for (JsonNode config : configs) {
            JsonNode ids = config.path(name + "_token_id");
            JsonNode first = ids.isArray() ? ids.path(0) : ids;
            if (first.isInt() && first.intValue() >= 0) {
                return first.intValue();
            }
        }
        return -1;
    }

    private static int[] narrow(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    /** [code points + 1] where each code point begins: the library counts code points, Java counts chars. */
    private static int[] charOfPoint(String text) {
        int[] result = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int point = 0; point < result.length; point++) {
            result[point] = at;
            if (at < text.length()) {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return result;
    }

    private static String withoutLoneSurrogates(String text) {
        if (text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            return text;
        }
        // one char for one char, so that offsets stay those of the text given
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(p -> p >= Character.MIN_SURROGATE && p <= Character.MAX_SURROGATE ? '\uFFFD' : p)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
