package lacuna.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lacuna.evaluation.Protocol;

/**
 * General questions as a project file names them. Alone, a path means that they are asked as the project's other questions are; else an
 * object says how, because MMLU and its like are asked by letter everywhere else:
 *
 * <pre>
 * "general": "questions/mmlu.csv"
 * "general": {"path": "questions/mmlu.csv", "protocol": "harness"}
 * </pre>
 *
 * @param path in any form that {@link lacuna.evaluation.QuestionSet#read} knows
 * @param protocol by letter, or {@link Protocol#CONTINUATION_LIKELIHOOD} with the project's template
 */
public record GeneralSet(String path, Protocol protocol) {

    private static final String PATH = "path";
    private static final String PROTOCOL = "protocol";

    /** @throws IllegalArgumentException saying what was expected, if it is neither a path nor such an object */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static GeneralSet read(JsonNode written) {
        if (written.isTextual()) {
            return new GeneralSet(written.textValue(), Protocol.CONTINUATION_LIKELIHOOD);
        }
        boolean known = written.properties().stream()
                .allMatch(field -> Set.of(PATH, PROTOCOL).contains(field.getKey()));
        if (!known || !written.path(PATH).isTextual()) {
            throw new IllegalArgumentException("general questions are " + written
                    + "; expected a path, or {\"path\": \"questions/mmlu.csv\", \"protocol\": \"harness\"}");
        }
        return new GeneralSet(
                written.path(PATH).textValue(),
                Protocol.named(written.path(PROTOCOL).asText(Protocol.CONTINUATION_LIKELIHOOD.word())));
    }

    /** A path alone wherever that says it all, as in files written before there was a choice. */
    @JsonValue
    Object written() {
        if (protocol == Protocol.CONTINUATION_LIKELIHOOD) {
            return path;
        }
        Map<String, String> written = new LinkedHashMap<>();
        written.put(PATH, path);
        written.put(PROTOCOL, protocol.word());
        return written;
    }
}
