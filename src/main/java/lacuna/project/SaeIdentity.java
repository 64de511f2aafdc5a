package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;

/**
 * Which SAE a feature number belongs to: the same number in another SAE is another feature.
 *
 * @param hook {@code resid_post.4}
 * @param name folder of the SAE, for the reader
 * @param sha256 over the hashes of its files, hexadecimal
 */
public record SaeIdentity(String hook, String name, String sha256) {

    /** Of the SAEs of a project, in the order of its file. Reads all their bytes. */
    public static List<SaeIdentity> of(Project project) throws LacunaException {
        List<SaeIdentity> all = new ArrayList<>();
        for (ProjectManifest.SaeEntry entry : project.manifest().saes()) {
            all.add(new SaeIdentity(
                    HookPoint.parse(entry.hook()).toString(),
                    String.valueOf(project.resolve(entry.path()).getFileName()),
                    Fingerprints.ofSae(project, entry)));
        }
        return all;
    }
}
