package lacuna.sae.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * Where an SAE lies on disk: a folder, or a single file of weights. Many releases say in the names of folders what they say nowhere
 * else, so the whole path counts.
 *
 * @param path absolute and normalised
 */
record SaePlace(Path path) {

    static SaePlace of(Path path) {
        return new SaePlace(path.toAbsolutePath().normalize());
    }

    boolean isFolder() {
        return Files.isDirectory(path);
    }

    Path folder() {
        Path parent = path.getParent();
        return isFolder() || parent == null ? path : parent;
    }

    /** A file of the folder; of a place that is a file itself, one beside it. */
    Path file(String name) {
        return folder().resolve(name);
    }

    boolean has(String name) {
        return isFolder()
                ? Files.isRegularFile(file(name))
                : path.endsWith(Path.of(name).getFileName());
    }

    /** The first of these files that is there. */
    Optional<Path> first(String... names) {
        for (String name : names) {
            if (has(name)) {
                return Optional.of(isFolder() ? file(name) : path);
            }
        }
        return Optional.empty();
    }

    boolean hasBeside(String name) {
        return Files.isRegularFile(file(name));
    }

    JsonNode json(String name) throws LacunaException {
        return Json.readTree(file(name));
    }

    /** The file's content, or an empty object if it is missing or is no JSON: for recognising only. */
    JsonNode jsonOrEmpty(String name) {
        try {
            return hasBeside(name) ? json(name) : com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        } catch (LacunaException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }

    String fileName() {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** Looks for a pattern in the path, written with slashes; the last place where it stands. */
    Optional<Matcher> inPath(Pattern pattern) {
        String text = path.toString().replace('\\', '/');
        Matcher found = pattern.matcher(text);
        Optional<Matcher> last = Optional.empty();
        int from = 0;
        while (found.find(from)) {
            Matcher match = pattern.matcher(text);
            match.find(found.start());
            last = Optional.of(match);
            from = found.end();
        }
        return last;
    }

    private static final Pattern LAYER = Pattern.compile("(?i)(?:layers?[_.-]?|[-_/.]l)(\\d{1,3})(?!\\d)");

    /** A block number that a name in the path mentions: layer_3, layers.3, l19. */
    OptionalInt layerInPath() {
        return inPath(LAYER)
                .map(match -> OptionalInt.of(Integer.parseInt(match.group(1))))
                .orElse(OptionalInt.empty());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
