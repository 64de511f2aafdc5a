package lacuna.features;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * Labels read from one file of Neuronpedia's bulk export: one JSON object a line, {@code .jsonl} or {@code .jsonl.gz}. Read as a
 * stream; embeddings, which are most of the bytes, are passed over. Columns are those that Neuronpedia's exporter writes
 * ({@code id, modelId, layer, index, description, typeName, explanationModelName, createdAt}).
 *
 * @param name of the file
 * @param sha256 of the file's bytes, hexadecimal
 * @param bytes its size
 * @param rows labels by their set, in the order of the file
 */
public record LabelFile(String name, String sha256, long bytes, Map<LabelSource, List<FeatureLabel>> rows) {

    // what follows the rows still belongs to the hash
    private static final JsonFactory JSON = new JsonFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    private static final Set<String> WANTED =
            Set.of("id", "modelId", "layer", "index", "description", "typeName", "explanationModelName", "createdAt");
    private static final int MOST_FEATURES = 1 << 24;
    private static final int MOST_ROWS = 8_000_000;
    private static final int LONGEST_TEXT = 2_000;

    /** Whether the name says that the file may hold labels. */
    public static boolean isLabelFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
    }

    /** @throws LacunaException naming file and line if it is damaged or holds something else */
    public static LabelFile read(Path file) throws LacunaException {
        MessageDigest digest = newDigest();
        Map<LabelSource, List<FeatureLabel>> rows = new LinkedHashMap<>();
        try (InputStream raw = new DigestInputStream(Files.newInputStream(file), digest);
                InputStream in = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")
                        ? new GZIPInputStream(raw, 1 << 16)
                        : raw;
                JsonParser parser = JSON.createParser(in)) {
            readRows(parser, file, rows);
            raw.transferTo(OutputStream.nullOutputStream());
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no label file " + file + ". Check the path.", e);
        } catch (EOFException | ZipException e) {
            throw new LacunaException(file + " is cut off or damaged: " + e.getMessage() + ". Fetch it again.", e);
        } catch (JsonProcessingException e) {
            throw new LacunaException(
                    file + ", line " + e.getLocation().getLineNr() + " is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse("malformed") + ". Fetch it again.",
                    e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
        if (rows.isEmpty()) {
            throw new LacunaException(file + " holds no labels. Choose a file of the folder \"explanations\".");
        }
        return new LabelFile(
                String.valueOf(file.getFileName()), HexFormat.of().formatHex(digest.digest()), size(file), rows);
    }

    private static void readRows(JsonParser parser, Path file, Map<LabelSource, List<FeatureLabel>> rows)
            throws IOException, LacunaException {
        Map<String, String> known = new HashMap<>(); // the same few strings stand in every row
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            int line = parser.currentLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw wrong(file, line, "is no JSON object");
            }
            if (++count > MOST_ROWS) {
                throw wrong(
                        file, line, "is one too many: more than " + MOST_ROWS + " rows cannot be labels of one SAE");
            }
            Map<String, String> row = row(parser, known);
            if (row.containsKey("description")) {
                LabelSource source = new LabelSource(row.getOrDefault("modelId", ""), row.getOrDefault("layer", ""));
                FeatureLabel label = label(row, source, file, line);
                if (!label.text().isEmpty()) {
                    rows.computeIfAbsent(source, s -> new ArrayList<>()).add(label);
                }
            } else if (!row.containsKey("index")) {
                throw wrong(file, line, "has neither \"index\" nor \"description\"");
            }
        }
    }

    private static Map<String, String> row(JsonParser parser, Map<String, String> known) throws IOException {
        Map<String, String> row = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (WANTED.contains(name) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                String text = parser.getText();
                boolean often = !name.equals("id") && !name.equals("description") && !name.equals("createdAt");
                row.put(name, often ? known.computeIfAbsent(text, t -> t) : text);
            } else {
                parser.skipChildren();
            }
        }
        return row;
    }

    private static FeatureLabel label(Map<String, String> row, LabelSource source, Path file, int line)
            throws LacunaException {
        int feature;
        try {
            feature = Integer.parseInt(row.getOrDefault("index", "").strip());
        } catch (NumberFormatException e) {
            throw wrong(file, line, "has no feature number in \"index\"");
        }
        if (feature < 0 || feature > MOST_FEATURES) {
            throw wrong(file, line, "names feature " + feature);
        }
        String text = clean(row.getOrDefault("description", ""));
        String method = row.getOrDefault("typeName", "");
        String id = row.getOrDefault("id", feature + "/" + method + "/" + text);
        @Nullable String created = row.get("createdAt");
        return new FeatureLabel(
                feature, id, text, method, row.getOrDefault("explanationModelName", ""), created, source.toString());
    }

    /** One line, without the zero characters that stand in some exports. */
    private static String clean(String text) {
        String plain = text.replace('\0', ' ').replaceAll("\\s+", " ").strip();
        return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT) + "\u2026";
    }

    private static LacunaException wrong(Path file, int line, String what) {
        return new LacunaException(file + ", line " + line + " " + what
                + ", so this is no file of explanations. Choose a file of Neuronpedia's folder \"explanations\".");
    }

    private static long size(Path file) throws LacunaException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
