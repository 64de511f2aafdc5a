package lacuna.sae.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.OptionalDouble;
import lacuna.run.LacunaException;

/** A JSON configuration with the file it is from, for messages. */
record ConfigNode(Path file, JsonNode node) {

    static ConfigNode of(SaePlace place, String name) throws LacunaException {
        return new ConfigNode(place.file(name), place.json(name));
    }

    ConfigNode at(String key) {
        return new ConfigNode(file, node.path(key));
    }

    /** @param absent if the key is missing or is no text */
    String text(String key, String absent) {
        JsonNode value = node.path(key);
        return value.isTextual() ? value.textValue() : absent;
    }

    boolean flag(String key, boolean absent) {
        JsonNode value = node.path(key);
        return value.isBoolean() ? value.booleanValue() : absent;
    }

    int number(String key, int absent) {
        JsonNode value = node.path(key);
        return value.isNumber() ? value.intValue() : absent;
    }

    /** A finite number above zero. */
    OptionalDouble positive(String key) {
        double value = node.path(key).asDouble(0);
        return value > 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** @throws LacunaException unless the key holds a whole number of at least 1 */
    int requireCount(String key, String meaning) throws LacunaException {
        int value = number(key, 0);
        if (value < 1) {
            throw new LacunaException(
                    file + " names no usable \"" + key + "\", " + meaning + ". Add it: a whole number of at least 1.");
        }
        return value;
    }

    /** @throws LacunaException if a size that the file states is not that of the tensors */
    void requireSize(String key, int found) throws LacunaException {
        int stated = number(key, 0);
        if (stated > 0 && stated != found) {
            throw new LacunaException(file + " says \"" + key + "\" is " + stated + ", but the weights have " + found
                    + ". They do not belong together; fetch the folder again.");
        }
    }
}
