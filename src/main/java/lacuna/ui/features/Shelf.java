package lacuna.ui.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Where named selections are kept and shared. None on the JavaFX thread; the lists are what there is afterwards, by name. */
public interface Shelf {

    List<SavedSelection> selections(Progress progress) throws LacunaException;

    /** One of the same name is replaced. */
    List<SavedSelection> save(String name, Map<FeatureKey, FeatureNote> notes, Progress progress)
            throws LacunaException;

    List<SavedSelection> delete(String name, Progress progress) throws LacunaException;

    /** Writes one to a file that another project with the same SAEs can import. */
    void export(String name, Path file, Progress progress) throws LacunaException;

    /** Takes one from a file, if its SAEs are those of this project. */
    List<SavedSelection> importFrom(Path file, Progress progress) throws LacunaException;
}
