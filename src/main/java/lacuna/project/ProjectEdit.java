package lacuna.project;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;

/**
 * Changes of a project's parts, written only if the project is then sound. decision: on the tree of the file, so that what else it says
 * stays as it was written.
 */
public final class ProjectEdit {

    private ProjectEdit() {}

    /** Another model. */
    public static Project model(Project project, Path folder) throws LacunaException {
        return changed(project, tree -> tree.put("model", named(project, folder)));
    }

    /** @param role {@code target} or {@code benign} */
    public static Project corpus(Project project, String role, Path path) throws LacunaException {
        return changed(
                project, tree -> tree.withObject("/corpora").putObject(role).put("path", named(project, path)));
    }

    /** One more SAE, or another in place of the one at its hook point. */
    public static Project sae(Project project, Path path) throws LacunaException {
        SaeDescription description = SaeFormats.describe(path, SaeOptions.NONE);
        HookPoint hook = description
                .site()
                .hook()
                .orElseThrow(() -> new LacunaException("The files of the SAE " + path
                        + " do not say where in the model it reads. Write it into project.json: {\"hook\": \"resid_post.4\","
                        + " \"path\": \"" + path + "\"}."));
        return sae(project, path, hook);
    }

    /** Likewise, at a place that its files need not name. */
    public static Project sae(Project project, Path path, HookPoint hook) throws LacunaException {
        return changed(project, tree -> {
            ArrayNode saes = tree.withArray("/saes");
            for (int i = saes.size() - 1; i >= 0; i--) {
                if (saes.get(i).path("hook").asText().equals(hook.toString())) {
                    saes.remove(i);
                }
            }
            saes.addObject().put("hook", hook.toString()).put("path", named(project, path));
        });
    }

    private static String named(Project project, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path shown = absolute.startsWith(project.folder()) ? project.folder().relativize(absolute) : absolute;
        return shown.toString().replace('\\', '/');
    }

    private static Project changed(Project project, Consumer<ObjectNode> change) throws LacunaException {
        if (!(Json.readTree(project.file()) instanceof ObjectNode tree)) {
            throw new LacunaException(project.file() + " holds no JSON object. Restore it.");
        }
        change.accept(tree);
        ProjectManifest manifest = Json.parse(
                Json.line(tree),
                new TypeReference<ProjectManifest>() {},
                project.file().toString());
        return project.save(manifest);
    }
}
