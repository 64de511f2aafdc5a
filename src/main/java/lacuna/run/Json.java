package lacuna.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** JSON as this project reads and writes it: records, stable field order, unknown fields refused, errors that name file and place. */
public final class Json {

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // a record's isX() is a question, not a field
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();
    private static final ObjectMapper LENIENT =
            STRICT.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectMapper LINE = STRICT.copy().disable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** Reads one of our own files; a field we do not know is an error, so that a typing mistake is not silently ignored. */
    public static <T> T read(Path file, Class<T> type) throws LacunaException {
        return parse(STRICT, file, type);
    }

    /** Reads somebody else's file, of which we know only some fields. */
    public static <T> T readLenient(Path file, Class<T> type) throws LacunaException {
        return parse(LENIENT, file, type);
    }

    /** Reads a file of any shape. */
    public static JsonNode readTree(Path file) throws LacunaException {
        return parse(STRICT, file, JsonNode.class);
    }

    /** @throws LacunaException naming {@code source} if the text is not JSON of this shape */
    public static <T> T parse(String text, TypeReference<T> type, String source) throws LacunaException {
        try {
            return STRICT.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw unreadable(source, e);
        }
    }

    /** @throws LacunaException naming {@code source} if the text is not JSON */
    public static JsonNode parseTree(String text, String source) throws LacunaException {
        try {
            return STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            throw unreadable(source, e);
        }
    }

    /** Writes beside the file and moves into place. */
    public static void write(Path file, Object value) throws LacunaException {
        try {
            byte[] bytes = STRICT.writeValueAsBytes(value);
            AtomicFiles.write(file, out -> {
                out.write(bytes);
                out.write('\n');
            });
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    /** One line, no line break at its end: for .jsonl files and for what commands print. */
    public static String line(Object value) {
        try {
            return LINE.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON: " + value.getClass(), e);
        }
    }

    private static <T> T parse(ObjectMapper mapper, Path file, Class<T> type) throws LacunaException {
        try {
            T value = mapper.readValue(Files.readAllBytes(file), type);
            if (value == null) {
                throw new LacunaException(file + " is empty; expected a JSON object.");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no file " + file + ". Check the path.", e);
        } catch (JsonProcessingException e) {
            throw unreadable(file.toString(), e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
    }

    private static LacunaException unreadable(String source, JsonProcessingException e) {
        var at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new LacunaException(
                source + " is not what it should be" + where + ": "
                        + e.getOriginalMessage().lines().findFirst().orElse("malformed JSON") + ".",
                e);
    }
}
