package lacuna.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * What a repository holds at one commit.
 *
 * @param commit 40 hexadecimal digits
 * @param files in the order of their paths
 */
public record HubListing(HubName name, String revision, String commit, List<HubFile> files) {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public HubListing {
        files = List.copyOf(files);
    }

    /** Reads the hub's answer to {@code /api/models/NAME/revision/REVISION?blobs=true}; nothing in it is believed unchecked. */
    static HubListing parse(String answer, HubName name, String revision) throws LacunaException {
        String source = "The hub's list of the files of " + name.repository();
        JsonNode tree = Json.parseTree(answer, source);
        String commit = tree.path("sha").asText("");
        if (!COMMIT.matcher(commit).matches() || !tree.path("siblings").isArray()) {
            throw new LacunaException(source + " has no commit or no files. Try again later, or check HF_ENDPOINT.");
        }
        List<HubFile> files = new ArrayList<>();
        for (JsonNode sibling : tree.path("siblings")) {
            String path = sibling.path("rfilename").asText("");
            HubFile.requireSafe(path);
            JsonNode large = sibling.path("lfs");
            String hash = large.path("sha256").asText(sibling.path("blobId").asText(""));
            JsonNode size = large.has("size") ? large.path("size") : sibling.path("size");
            boolean valid =
                    (SHA_256.matcher(hash).matches() || COMMIT.matcher(hash).matches())
                            && size.isIntegralNumber()
                            && size.canConvertToLong()
                            && size.longValue() >= 0;
            if (!valid) {
                throw new LacunaException(source + " gives no size or no hash for " + path
                        + ", so it could not be checked. Try again later, or check HF_ENDPOINT.");
            }
            files.add(new HubFile(path, size.longValue(), hash));
        }
        files.sort(java.util.Comparator.comparing(HubFile::path));
        return new HubListing(name, revision, commit, files);
    }

    /** The same list with fewer files. */
    public HubListing with(List<HubFile> chosen) {
        return new HubListing(name, revision, commit, chosen);
    }

    /** Bytes of all files. */
    public long size() {
        return files.stream().mapToLong(HubFile::size).sum();
    }
}
