package lacuna.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tokenizer.json} says and the native library does not tell: the vocabulary as text, whether it is byte-level, and which
 * token the post-processor puts in front. Read as a stream: the merges of a large vocabulary (33 MB) are passed over.
 *
 * @param idOf every entry, added tokens included
 * @param byteLevel whether entries are written with {@link ByteAlphabet}
 * @param leadingToken the special token that the post-processor puts in front, if any
 */
record TokenizerFile(
        Map<String, Integer> idOf,
        boolean byteLevel,
        @Nullable String leadingToken) {

    // the native library takes the first of two equal keys where this one takes the last; neither is right
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int SPARE_IDS = 100_000;
    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)(?:[*+]|\\{)");

    static TokenizerFile read(Path file) throws LacunaException {
        try (JsonParser parser = MAPPER.createParser(Files.newInputStream(file))) {
            return read(parser, file);
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no tokenizer " + file + remedy(file), e);
        } catch (JsonProcessingException e) {
            throw damaged(file, "it is not JSON at line " + e.getLocation().getLineNr(), e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
    }

    private static String remedy(Path file) {
        for (String other : List.of("tokenizer.model", "spiece.model", "vocab.json", "vocab.txt")) {
            if (Files.exists(file.resolveSibling(other))) {
                return ", only " + other + ", an older form of it. Convert it once in Python:"
                        + " transformers.AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER).";
            }
        }
        return ". A model folder needs the tokenizer.json that its model was trained with.";
    }

    /** The sentence for a tokenizer file that cannot be used. */
    static LacunaException damaged(Path file, String why, @Nullable Throwable cause) {
        return new LacunaException(
                file + " cannot be used as a tokenizer: " + why + ". Fetch the model's tokenizer.json again.", cause);
    }

    private static TokenizerFile read(JsonParser parser, Path file) throws IOException, LacunaException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw damaged(file, "it holds no JSON object", null);
        }
        Map<String, Integer> ids = new HashMap<>();
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("model")) {
                readModel(parser, ids);
            } else {
                parts.put(name, parser.<JsonNode>readValueAsTree());
            }
        }
        JsonNode added = parts.get("added_tokens");
        if (added != null) {
            added.forEach(token ->
                    ids.put(token.path("content").asText(), token.path("id").asInt(-1)));
        }
        if (ids.isEmpty()) {
            throw damaged(file, "it has no vocabulary (expected model.vocab)", null);
        }
        requireIds(ids, file);
        for (JsonNode part : parts.values()) {
            requireHarmless(part, file);
        }
        boolean byteLevel = mentionsByteLevel(parts.get("pre_tokenizer")) || mentionsByteLevel(parts.get("decoder"));
        return new TokenizerFile(ids, byteLevel, leadingToken(parts.get("post_processor")));
    }

    /** Tables are as long as the highest id says; a lying one must not decide how much memory is taken. */
    private static void requireIds(Map<String, Integer> ids, Path file) throws LacunaException {
        long most = 2L * ids.size() + SPARE_IDS;
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            if (entry.getValue() < 0 || entry.getValue() > most) {
                throw damaged(
                        file,
                        "an entry has no id, or one beyond all others (" + entry.getValue() + " of " + ids.size() + ")",
                        null);
            }
        }
    }

    /**
     * Two things bring the native library, and with it the whole program, down when a file is damaged or meant to: a precompiled
     * character map, which it reads without checking, and a pattern that takes for ever, which it gives up on by ending the process.
     */
    private static void requireHarmless(JsonNode part, Path file) throws LacunaException {
        if (part.findValue("precompiled_charsmap") != null
                || part.findValuesAsText("type").contains("Precompiled")) {
            throw damaged(
                    file,
                    "it has a precompiled character map, which cannot be read safely, and which no model that Lacuna runs needs",
                    null);
        }
        for (JsonNode pattern : part.findValues("Regex")) {
            if (REPEATED_GROUP.matcher(pattern.asText()).find()) {
                throw damaged(file, "the pattern \"" + pattern.asText() + "\" may take for ever on some text", null);
            }
        }
    }

    private static void readModel(JsonParser parser, Map<String, Integer> ids) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean vocabulary = parser.currentName().equals("vocab");
            JsonToken start = parser.nextToken();
            if (vocabulary && start == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String token = parser.currentName();
                    ids.put(token, parser.nextIntValue(-1));
                    parser.skipChildren();
                }
            } else if (vocabulary && start == JsonToken.START_ARRAY) {
                // Unigram: [["token", log probability], ...], the id is the place
                for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
                    ids.put(String.valueOf(parser.nextTextValue()), id);
                    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private static boolean mentionsByteLevel(@Nullable JsonNode part) {
        return part != null && part.findValuesAsText("type").contains("ByteLevel");
    }

    private static @Nullable String leadingToken(@Nullable JsonNode processor) {
        if (processor == null) {
            return null;
        }
        for (JsonNode inner : processor.path("processors")) {
            String token = leadingToken(inner);
            if (token != null) {
                return token;
            }
        }
        JsonNode first = processor.path("single").path(0).path("SpecialToken").path("id");
        return first.isTextual() ? first.textValue() : null;
    }
}
