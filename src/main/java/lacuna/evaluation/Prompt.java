package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * The beginning of a text for the model to continue.
 *
 * @param group what it is about: target, benign or general
 */
public record Prompt(String text, String group) {

    /** The group of prompts that name none. */
    public static final String GENERAL = "general";

    /**
     * Reads a .json list of {@code {"text": "...", "group": "..."}} or of plain texts.
     *
     * @throws LacunaException naming file and place if the file is missing or not of this form
     */
    public static List<Prompt> read(Path file) throws LacunaException {
        JsonNode root = Json.readTree(file);
        if (!root.isArray() || root.isEmpty()) {
            throw new LacunaException(file + " holds no prompts. Expected a list of {\"text\", \"group\"}.");
        }
        List<Prompt> prompts = new ArrayList<>(root.size());
        for (JsonNode node : root) {
            JsonNode text = node.isObject() ? node.path("text") : node;
            if (!text.isTextual() || text.textValue().isBlank()) {
                throw new LacunaException(file + ", prompt " + (prompts.size() + 1)
                        + " has no text. Expected {\"text\": \"...\", \"group\": \"...\"}.");
            }
            prompts.add(new Prompt(text.textValue(), node.path("group").asText(GENERAL)));
        }
        return prompts;
    }
}
