package lacuna.hub;

import java.util.regex.Pattern;
import lacuna.run.LacunaException;

/**
 * What to fetch: a repository, and a folder in it or all of it.
 *
 * @param repository {@code google/gemma-scope-2b-pt-res}
 * @param folder {@code layer_20/width_16k/average_l0_71}; empty for the whole
 */
public record HubName(String repository, String folder) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");

    /** Reads {@code org/name} and {@code org/name/folder/in/it}, also as an address of the hub's site. */
    public static HubName parse(String text) throws LacunaException {
        String plain = text.strip()
                .replaceFirst("^https?://[^/]+/", "")
                .replaceFirst("/(tree|blob)/[^/]+", "")
                .replaceAll("/+$", "");
        String[] parts = plain.split("/", 3);
        boolean valid = PART.matcher(parts[0]).matches()
                && (parts.length < 2 || PART.matcher(parts[1]).matches());
        if (!valid) {
            throw new LacunaException("\"" + text + "\" names no repository of the hub. Write it like"
                    + " google/gemma-2-2b or google/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71.");
        }
        String folder = parts.length < 3 ? "" : parts[2];
        HubFile.requireSafe(folder.isEmpty() ? "x" : folder);
        return new HubName(parts.length < 2 ? parts[0] : parts[0] + "/" + parts[1], folder);
    }

    /** {@code models--google--gemma-2-2b}. */
    String cacheFolder() {
        return "models--" + repository.replace("/", "--");
    }

    @Override
    public String toString() {
        return folder.isEmpty() ? repository : repository + "/" + folder;
    }
}
