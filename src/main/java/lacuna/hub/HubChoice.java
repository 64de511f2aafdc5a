package lacuna.hub;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lacuna.run.LacunaException;

/** Which files of a repository are needed: weights in one form, configuration, tokenizer; of a repository of SAEs the one asked for. */
public final class HubChoice {

    private static final Pattern SAE_WEIGHTS = Pattern.compile(
            "params\\.npz|params\\.safetensors|sae_weights\\.safetensors|sae\\.safetensors|ae\\.pt|final\\.safetensors");
    private static final Pattern NEVER = Pattern.compile(
            "(?i).*\\.(gguf|onnx|onnx_data|h5|msgpack|ot|tflite|mlmodel|png|jpg|gif|pdf)|(.*/)?\\.[^/]*|(.*/)?(onnx|coreml|openvino|original|metal)/.*"
                    + "|(.*/)?(optimizer|scheduler|trainer_state|activations_store_state)\\.[a-z]+|.*/examples\\.safetensors");
    private static final int SHOWN = 8;

    private HubChoice() {}

    /**
     * @param include patterns such as {@code *.json}; none for what Lacuna needs
     * @throws LacunaException if nothing is left, or a repository holds many SAEs and none was named
     */
    public static HubListing choose(HubListing listing, List<String> include) throws LacunaException {
        String folder = listing.name().folder();
        List<HubFile> inFolder = listing.files().stream()
                .filter(file -> folder.isEmpty()
                        || file.path().startsWith(folder + "/")
                        || file.path().equals(folder))
                .toList();
        if (inFolder.isEmpty()) {
            throw new LacunaException(
                    listing.name().repository() + " has no folder " + folder + folders(listing.files()) + ".");
        }
        List<HubFile> chosen = include.isEmpty() ? needed(listing, inFolder) : matching(inFolder, include);
        if (chosen.isEmpty()) {
            throw new LacunaException("None of the " + inFolder.size() + " files of " + listing.name()
                    + " is wanted. Name others with --include.");
        }
        return listing.with(chosen);
    }

    private static List<HubFile> matching(List<HubFile> files, List<String> include) {
        List<PathMatcher> patterns = include.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        return files.stream()
                .filter(file -> patterns.stream()
                        .anyMatch(p -> p.matches(Path.of(file.path())) || p.matches(Path.of(file.name()))))
                .toList();
    }

    private static List<HubFile> needed(HubListing listing, List<HubFile> files) throws LacunaException {
        Set<String> saes = saeFolders(files);
        if (saes.size() > 1) {
            throw new LacunaException(listing.name() + " holds " + saes.size() + " SAEs. Name one, or several with"
                    + " --include: "
                    + saes.stream()
                            .limit(SHOWN)
                            .map(s -> listing.name().repository() + "/" + s)
                            .collect(Collectors.joining(", "))
                    + (saes.size() > SHOWN ? ", ..." : "") + ".");
        }
        boolean safe = files.stream().anyMatch(file -> file.path().endsWith(".safetensors"));
        return files.stream()
                .filter(file -> !NEVER.matcher(file.path()).matches())
                .filter(file -> !safe || !file.path().matches(".*\\.(bin|pt|pth|bin\\.index\\.json)"))
                .toList();
    }

    /** The folders that hold the weights of an SAE; Llama Scope's lie one folder deeper. */
    static Set<String> saeFolders(List<HubFile> files) {
        Set<String> folders = new TreeSet<>();
        for (HubFile file : files) {
            if (SAE_WEIGHTS.matcher(file.name()).matches() && file.path().contains("/")) {
                String folder = file.path().substring(0, file.path().lastIndexOf('/'));
                folders.add(
                        folder.endsWith("/checkpoints")
                                ? folder.substring(0, folder.length() - "/checkpoints".length())
                                : folder);
            }
        }
        return folders;
    }

    private static String folders(List<HubFile> files) {
        Set<String> top = new TreeSet<>();
        files.forEach(file -> top.add(file.path().split("/", 2)[0]));
        return "; it has " + top.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (top.size() > SHOWN ? ", ..." : "");
    }
}
