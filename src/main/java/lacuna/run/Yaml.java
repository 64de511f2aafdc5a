package lacuna.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Files that people write by hand, in YAML or JSON: values only, never types of ours. */
public final class Yaml {

    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private Yaml() {}

    /** Reads a {@code .yaml}, {@code .yml} or {@code .json} file of any shape. */
    public static JsonNode readTree(Path file) throws LacunaException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            return Json.readTree(file);
        }
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no file " + file + ". Check the path.", e);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr();
            throw new LacunaException(
                    file + " is not YAML" + where + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("malformed") + ".",
                    e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
    }
}
