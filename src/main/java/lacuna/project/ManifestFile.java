package lacuna.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Reads {@code project.json} and says in a sentence what is wrong with it, before any of it is believed. */
final class ManifestFile {

    private static final List<String> REQUIRED =
            List.of("/name", "/model", "/saes", "/corpora/target/path", "/corpora/benign/path");

    private ManifestFile() {}

    static ProjectManifest read(Path folder) throws LacunaException {
        Path file = folder.resolve(ProjectManifest.FILE);
        if (!Files.isDirectory(folder)) {
            throw new LacunaException("There is no project folder " + folder + ". Check the path.");
        }
        if (!Files.exists(file)) {
            throw new LacunaException(folder + " holds no " + ProjectManifest.FILE
                    + ", so it is not a Lacuna project. Choose a folder that does, or create a project there.");
        }
        JsonNode tree = Json.readTree(file);
        int version = tree.path("version").asInt(0);
        if (version != ProjectManifest.VERSION) {
            throw new LacunaException(file + (version == 0 ? " has no \"version\"" : " is of version " + version)
                    + "; this Lacuna reads version " + ProjectManifest.VERSION
                    + (version > ProjectManifest.VERSION ? ". Update Lacuna." : ". Add \"version\": 1."));
        }
        for (String pointer : REQUIRED) {
            JsonNode node = tree.at(pointer);
            if (node.isMissingNode()
                    || node.isNull()
                    || node.isTextual() && node.asText().isBlank()) {
                throw new LacunaException(
                        file + " lacks \"" + pointer.substring(1).replace("/", "\".\"")
                                + "\". Add it; a project needs a name, a model folder, SAEs, and a target and a benign corpus.");
            }
        }
        for (JsonNode sae : tree.path("saes")) {
            if (!sae.path("path").isTextual()) {
                throw new LacunaException(file + " has an entry of \"saes\" without \"path\": " + sae
                        + ". Write it like {\"hook\": \"resid_post.4\", \"path\": \"saes/resid_post.4\"}.");
            }
        }
        return SaeSites.complete(folder, Json.read(file, ProjectManifest.class));
    }
}
