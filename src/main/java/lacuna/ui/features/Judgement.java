package lacuna.ui.features;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import lacuna.ui.app.Dialogs;
import lacuna.ui.task.Job;
import lacuna.ui.task.Jobs;
import org.jspecify.annotations.Nullable;

/** Named selections and exports: what is done with marks beyond setting them. JavaFX thread only. */
public final class Judgement {

    private static final Dialogs.FileKind SELECTION = new Dialogs.FileKind("Selection", List.of("*.json"));

    private static final Dialogs.FileKind LABELS =
            new Dialogs.FileKind("Labels of Neuronpedia's bulk export", List.of("*.jsonl", "*.jsonl.gz"));

    private final Jobs jobs;
    private final Dialogs dialogs;
    private final FeaturesModel model;
    private final Supplier<List<FeatureKey>> chosen;
    private @Nullable FeaturesPort port;

    /** @param chosen features of the rows selected in the table */
    Judgement(Jobs jobs, Dialogs dialogs, FeaturesModel model, Supplier<List<FeatureKey>> chosen) {
        this.jobs = jobs;
        this.dialogs = dialogs;
        this.model = model;
        this.chosen = chosen;
    }

    void open(@Nullable FeaturesPort opened) {
        port = opened;
        model.setSelections(List.of());
        if (opened != null) {
            opened.shelf().ifPresent(shelf -> list("Read the selections", shelf::selections, ""));
            readLabels();
        }
    }

    /** Asks for a file of labels and takes them into the project. */
    public void importLabels() {
        dialogs.chooseFile("Import labels", Optional.empty(), List.of(LABELS))
                .ifPresent(file -> importLabels(List.of(file)));
    }

    /** Takes labels that were dropped on the window. */
    public void importLabels(List<Path> files) {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submit("Import labels", progress -> from.importLabels(files, progress))
                    .outcome(sentence -> sentence)
                    .onSuccess(sentence -> {
                        model.setMessage(sentence);
                        readLabels();
                    });
        }
    }

    /** Reads anew what others say about features: labels may have come into the project. */
    private void readLabels() {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submitQuietly("Read the labels", from::labels).onSuccess(labels -> {
                if (port == from && !labels.isEmpty()) {
                    model.notes().setImported(labels);
                }
            });
        }
    }

    /** Asks first where marks are kept under that name already. */
    void save(String name) {
        boolean taken = model.selectionsProperty().get().stream()
                .anyMatch(kept -> kept.name().equals(name));
        if (taken
                && !dialogs.confirm(
                        "Replace the selection \u201c" + name + "\u201d?",
                        "The marks that were saved under this name are lost.",
                        "Replace")) {
            return;
        }
        Map<FeatureKey, FeatureNote> notes = Map.copyOf(model.notes().all());
        shelf().ifPresent(shelf -> list(
                "Save the selection " + name,
                progress -> shelf.save(name, notes, progress),
                "Saved the marks as \u201c" + name + "\u201d"));
    }

    /** One step for undo: its suppress and keep marks take the place of those there are; labels, notes and tags are added. */
    void load(SavedSelection selection) {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        model.notes().all().forEach((key, note) -> wanted.put(key, note.with(Mark.UNDECIDED)));
        selection
                .notes()
                .forEach((key, note) -> wanted.put(key, merged(model.notes().of(key), note)));
        model.notes().change(wanted);
        model.setMessage("Loaded \u201c" + selection.name() + "\u201d");
    }

    private static FeatureNote merged(FeatureNote here, FeatureNote loaded) {
        return new FeatureNote(
                loaded.mark(),
                here.label().isEmpty() ? loaded.label() : here.label(),
                here.note().isEmpty() ? loaded.note() : here.note(),
                here.tags().isEmpty() ? loaded.tags() : here.tags());
    }

    void delete(SavedSelection selection) {
        if (dialogs.confirm(
                "Delete the selection \u201c" + selection.name() + "\u201d?",
                "Its file is removed from the project. The marks as they are now stay.",
                "Delete")) {
            shelf().ifPresent(shelf -> list(
                    "Delete the selection " + selection.name(),
                    progress -> shelf.delete(selection.name(), progress),
                    "Deleted \u201c" + selection.name() + "\u201d"));
        }
    }

    void export(SavedSelection selection) {
        Optional<Path> file = dialogs.chooseSaveFile(
                "Export the selection", Optional.empty(), selection.name() + ".json", List.of(SELECTION));
        if (file.isPresent() && shelf().isPresent()) {
            Shelf shelf = shelf().get();
            jobs.submitAside("Export " + selection.name(), progress -> {
                        shelf.export(selection.name(), file.get(), progress);
                        return file.get();
                    })
                    .onSuccess(written -> model.setMessage("Saved " + written));
        }
    }

    /** Asks for a file and takes it among the selections. */
    public void importSelection() {
        dialogs.chooseFile("Import a selection", Optional.empty(), List.of(SELECTION))
                .ifPresent(this::importFrom);
    }

    /** Takes a selection that was dropped on the window. */
    public void importFrom(Path file) {
        shelf().ifPresent(shelf -> list(
                "Import " + file.getFileName(),
                progress -> shelf.importFrom(file, progress),
                "Imported " + file.getFileName() + "; load it to take up its marks"));
    }

    /** Asks where to and writes the features that the form is about. */
    public void export(FeatureFile form) {
        FeaturesPort from = port;
        List<FeatureKey> keys = from == null ? List.of() : features(form.of());
        if (from == null || keys.isEmpty()) {
            model.setMessage(nothing(form.of()));
            return;
        }
        String name = form.of() == FeatureFile.Of.ONE
                ? form.fileName().replace("feature", keys.get(0).toString().replace(" / ", "-"))
                : form.fileName();
        dialogs.chooseSaveFile(
                        "Export",
                        Optional.empty(),
                        name,
                        List.of(new Dialogs.FileKind(form.kind(), List.of(form.pattern()))))
                .ifPresent(file -> jobs.submit("Export " + file.getFileName(), progress -> {
                            from.export(form, keys, file, progress);
                            return file;
                        })
                        .outcome(written -> String.format("%,d features written to %s", keys.size(), written))
                        .onSuccess(written -> model.setMessage("Saved " + written)));
    }

    private static String nothing(FeatureFile.Of of) {
        return switch (of) {
            case SHOWN -> "There is no feature listed; loosen the filter first";
            case MARKED -> "Mark features to suppress first";
            case SELECTED, ONE -> "Select a feature first";
        };
    }

    private List<FeatureKey> features(FeatureFile.Of of) {
        FeatureRow selected = model.selectedProperty().get();
        return switch (of) {
            case SHOWN -> model.shown().stream().map(FeatureRow::key).toList();
            case MARKED -> model.notes().marked(Mark.SUPPRESS);
            case SELECTED -> chosen.get();
            case ONE -> selected == null ? List.of() : List.of(selected.key());
        };
    }

    private Optional<Shelf> shelf() {
        FeaturesPort from = port;
        return from == null ? Optional.empty() : from.shelf();
    }

    private void list(String title, Job<List<SavedSelection>> job, String done) {
        FeaturesPort from = port;
        // decision: aside, for a selection must not wait, nor be cancelled, with hours of training
        jobs.submitAside(title, job).onSuccess(all -> {
            if (port == from) {
                model.setSelections(all);
                if (!done.isEmpty()) {
                    model.setMessage(done);
                }
            }
        });
    }
}
