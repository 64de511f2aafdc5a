package lacuna.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lacuna.project.Marks;
import lacuna.project.NamedSelection;
import lacuna.project.Project;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.FeatureNote;
import lacuna.ui.features.SavedSelection;
import lacuna.ui.features.Shelf;

/** The folder of named selections of a project. */
final class ShelfWiring implements Shelf {

    private final Project project;
    private final NotesWiring notes;

    ShelfWiring(Project project, NotesWiring notes) {
        this.project = project;
        this.notes = notes;
    }

    @Override
    public List<SavedSelection> selections(Progress progress) throws LacunaException {
        List<SavedSelection> all = new ArrayList<>();
        for (NamedSelection selection : NamedSelection.all(project)) {
            all.add(new SavedSelection(
                    selection.name(), selection.created(), selection.project(), notes.notes(selection.marks())));
        }
        return all;
    }

    @Override
    public List<SavedSelection> save(String name, Map<FeatureKey, FeatureNote> said, Progress progress)
            throws LacunaException {
        NamedSelection.of(name, project, notes.marks(said, Marks.NONE)).save(project);
        return selections(progress);
    }

    @Override
    public List<SavedSelection> delete(String name, Progress progress) throws LacunaException {
        Path file = named(name).file(project);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot remove " + file + ": " + e.getMessage() + ".", e);
        }
        return selections(progress);
    }

    @Override
    public void export(String name, Path file, Progress progress) throws LacunaException {
        Json.write(file, named(name));
    }

    @Override
    public List<SavedSelection> importFrom(Path file, Progress progress) throws LacunaException {
        NamedSelection selection = NamedSelection.read(file);
        selection.requireSameSaes(project);
        selection.save(project);
        return selections(progress);
    }

    private NamedSelection named(String name) throws LacunaException {
        return NamedSelection.all(project).stream()
                .filter(selection -> selection.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LacunaException(
                        "The selection \"" + name + "\" is no longer in the project. Save it again."));
    }
}
