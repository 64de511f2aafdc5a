package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import lacuna.steering.Clamping;
import lacuna.steering.Intervention;
import org.jspecify.annotations.Nullable;

/** The model as a run left it, whatever the method: with an adapter, or with features clamped. Lives on the compute thread. */
public final class RunModel implements AutoCloseable {

    private final ModelVariant variant;
    private final Runnable release;

    private RunModel(ModelVariant variant, Runnable release) {
        this.variant = variant;
        this.release = release;
    }

    /**
     * @param path a run's folder, or a PEFT folder
     * @throws LacunaException if neither adapter nor clamps are there, or they do not fit the model
     */
    public static RunModel open(Path path, LoadedProject loaded) throws LacunaException {
        Optional<Path> clamps = clampsIn(path);
        if (clamps.isEmpty()) {
            LoraAdapter adapter = LoraAdapter.read(RunFolder.adapterIn(path), loaded.model());
            return new RunModel(ModelVariant.of(adapter), adapter::close);
        }
        Intervention clamped =
                Intervention.of(loaded.model(), loaded.saes(CrispMode.ALIGNED), Clamping.read(clamps.get()));
        return new RunModel(clamped.variant(), clamped::close);
    }

    /** As {@link #open(Path, LoadedProject)}, or the untouched model for null. */
    public static RunModel openOrUntouched(@Nullable Path path, LoadedProject loaded) throws LacunaException {
        return path == null ? new RunModel(ModelVariant.UNCHANGED, () -> {}) : open(path, loaded);
    }

    /** @throws LacunaException if the folder holds nothing to open */
    static void require(Path path) throws LacunaException {
        if (clampsIn(path).isEmpty()) {
            RunFolder.adapterIn(path);
        }
    }

    /** The folder with {@code clamping.json}: the path itself, or {@code adapter} in it. */
    static Optional<Path> clampsIn(Path path) {
        for (Path candidate : List.of(path, path.resolve(RunFolder.ADAPTER))) {
            if (Clamping.isIn(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The folder with what the run left, and with {@code selection.json} beside it if it is a run's. */
    public static Path folderIn(Path path) throws LacunaException {
        Optional<Path> clamps = clampsIn(path);
        return clamps.isPresent() ? clamps.get() : RunFolder.adapterIn(path);
    }

    /** The file whose bytes tell what was done to the model. */
    public static Path weightsIn(Path path) throws LacunaException {
        Path folder = folderIn(path);
        Path clamps = folder.resolve(Clamping.FILE);
        return Files.exists(clamps) ? clamps : folder.resolve("adapter_model.safetensors");
    }

    /** Not after {@link #close}. */
    public ModelVariant variant() {
        return variant;
    }

    /** The model and the SAEs stay the project's. */
    @Override
    public void close() {
        release.run();
    }
}
