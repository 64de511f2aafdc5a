package lacuna.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import lacuna.model.HookPoint;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SiteProposal;
import lacuna.sae.format.SaeFormats;

/** Where the SAEs of a project belong: what project.json says, then what their own files say; what neither says is asked. */
final class SaeSites {

    private SaeSites() {}

    /** The same manifest with the hook point of every SAE filled in. */
    static ProjectManifest complete(Path folder, ProjectManifest manifest) throws LacunaException {
        List<SaeEntry> complete = new ArrayList<>();
        for (SaeEntry entry : manifest.saes()) {
            complete.add(entry.hook().isEmpty() ? entry.at(asked(folder, entry)) : entry);
        }
        return manifest.withSaes(complete);
    }

    private static HookPoint asked(Path folder, SaeEntry entry) throws LacunaException {
        SaeDescription description =
                SaeFormats.describe(folder.resolve(entry.path()).normalize(), entry.options());
        SiteProposal proposed = description.site();
        Integer layer = entry.layer();
        Optional<HookPoint.Kind> kind = kind(folder, entry).or(proposed::kind);
        OptionalInt block = layer == null ? proposed.layer() : OptionalInt.of(layer);
        if (kind.isPresent() && block.isPresent() && block.getAsInt() >= 0) {
            return new HookPoint(kind.get(), block.getAsInt());
        }
        String shown = block.isPresent() ? String.valueOf(block.getAsInt()) : "L";
        throw new LacunaException("Where in the model the SAE " + entry.path() + " belongs is not said by its files ("
                + description.format() + ")"
                + (block.isPresent() && !proposed.source().isEmpty()
                        ? ", which name only block " + shown + " (" + proposed.source() + ")"
                        : "")
                + ". Say it in its entry of \"saes\" in " + folder.resolve(ProjectManifest.FILE)
                + ": \"hook\": \"resid_post." + shown + "\", for example.");
    }

    private static Optional<HookPoint.Kind> kind(Path folder, SaeEntry entry) throws LacunaException {
        String site = entry.site();
        if (site == null) {
            return Optional.empty();
        }
        for (HookPoint.Kind kind : HookPoint.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(site)) {
                return Optional.of(kind);
            }
        }
        throw new LacunaException("\"site\" of the SAE " + entry.path() + " in "
                + folder.resolve(ProjectManifest.FILE) + " is '" + site
                + "'. Use a place in a block like resid_post or mlp_out.");
    }
}
