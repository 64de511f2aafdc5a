package lacuna.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import lacuna.features.LabelFile;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.format.SaeFormats;
import lacuna.text.Corpus;

/** What a file or folder seems to be, told by its names and, where they do not tell, by its first lines. */
public enum FileKind {
    PROJECT,
    SELECTION,
    LABELS,
    MODEL,
    SAE,
    CORPUS,
    UNKNOWN;

    private static final int FIRST = 4096;

    public static FileKind of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.exists(path.resolve(ProjectManifest.FILE)) || name.equals(ProjectManifest.FILE)) {
            return PROJECT;
        }
        if (Files.isRegularFile(path) && name.endsWith(".json") && isSelection(path)) {
            return SELECTION;
        }
        if (Files.isRegularFile(path) && LabelFile.isLabelFile(path) && (name.endsWith(".gz") || saysLabel(path))) {
            return LABELS;
        }
        if (name.equals("explanations") || Files.isDirectory(path.resolve("explanations"))) {
            return LABELS; // as Neuronpedia lays its bulk export out
        }
        if (Files.isDirectory(path)
                && has(path, "config.json")
                && has(path, ".safetensors")
                && has(path, "tokenizer")) {
            return MODEL;
        }
        if (SaeFormats.isRecognised(path)) {
            return SAE;
        }
        boolean corpus = Files.isRegularFile(path) ? Corpus.isReadable(path) : holdsTexts(path);
        return corpus ? CORPUS : UNKNOWN;
    }

    private static boolean isSelection(Path file) {
        try {
            JsonNode tree = Json.readTree(file);
            return tree.has("form") && tree.has("saes") && tree.has("marks");
        } catch (LacunaException e) {
            return false; // whatever it is, it is none of ours
        }
    }

    private static boolean saysLabel(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            char[] first = new char[FIRST];
            int read = lines.read(first);
            String text = read < 0 ? "" : new String(first, 0, read);
            return text.contains("\"description\"") && text.contains("\"index\"");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean has(Path folder, String part) {
        return any(folder, file -> String.valueOf(file.getFileName()).contains(part));
    }

    private static boolean holdsTexts(Path folder) {
        return any(folder, file -> Files.isRegularFile(file) && Corpus.isReadable(file));
    }

    private static boolean any(Path folder, java.util.function.Predicate<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(wanted);
        } catch (IOException e) {
            return false;
        }
    }
}
