package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;

/**
 * {@code other-saes.json}: SAEs that features of the project are looked for in beside their own; nothing else uses them.
 *
 * @param saes folder or file of weights by hook point, absolute or relative to the project folder
 */
public record OtherSaes(Map<String, String> saes) {

    /** Name of the file in a project folder. */
    public static final String FILE = "other-saes.json";

    public OtherSaes {
        saes = Collections.unmodifiableMap(
                new TreeMap<>(Objects.requireNonNullElse(saes, Map.of()))); // the file's order
    }

    /** No file means none. */
    public static OtherSaes read(Project project) throws LacunaException {
        Path file = project.resolve(FILE);
        return Files.exists(file) ? Json.read(file, OtherSaes.class) : new OtherSaes(Map.of());
    }

    public void write(Project project) throws LacunaException {
        Json.write(project.resolve(FILE), this);
    }

    public Optional<Path> at(Project project, HookPoint hook) {
        return Optional.ofNullable(saes.get(hook.toString())).map(project::resolve);
    }

    /**
     * A copy with another one for a hook point.
     *
     * @throws LacunaException if no SAE that is read lies there, or its files say that it belongs elsewhere
     */
    public OtherSaes with(HookPoint hook, Path path) throws LacunaException {
        SaeDescription described = SaeFormats.describe(path, SaeOptions.NONE);
        Optional<HookPoint> declared = described.site().hook();
        if (declared.isPresent() && !declared.get().equals(hook)) {
            throw new LacunaException(path.getFileName() + " reads at " + declared.get() + " ("
                    + described.site().source() + "), the feature shown at " + hook
                    + ". Choose an SAE of the same place, or first a feature of that one.");
        }
        Map<String, String> changed = new TreeMap<>(saes);
        changed.put(hook.toString(), path.toAbsolutePath().normalize().toString());
        return new OtherSaes(changed);
    }

    /** A copy with none for a hook point. */
    public OtherSaes without(HookPoint hook) {
        Map<String, String> changed = new TreeMap<>(saes);
        changed.remove(hook.toString());
        return new OtherSaes(changed);
    }
}
