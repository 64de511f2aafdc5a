package lacuna.ui.features;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.prefs.Preferences;
import javafx.scene.Node;
import javafx.scene.image.WritableImage;
import javafx.util.Duration;
import javafx.util.Subscription;
import lacuna.features.LayerStatistics;
import lacuna.selection.FeatureSelection;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectionConfig;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.Place;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.Pictures;
import org.jspecify.annotations.Nullable;

/**
 * The place Features. It lives as long as the window; {@link #open} and {@link #closeProject} give it a project and take it away.
 * All methods on the JavaFX thread.
 */
public final class FeaturesController implements Place, FeaturesActions {

    private static final double LEAST_BY_POSITION = 0.5;
    private static final Duration GATHER = Duration.millis(90);

    private final Jobs jobs;
    private final ThemeManager themes;
    private final Dialogs dialogs;
    private final Preferences preferences;
    private final FeaturesModel model = new FeaturesModel();
    private final LatestOnly logits;
    private final LatestOnly neighbours;
    private final Reviewer reviewer;
    private final Judgement judgement;
    private Subscription saving = Subscription.EMPTY;
    private @Nullable FeaturesPort port;
    private @Nullable FeaturesView view;

    /** @param preferences where the columns chosen are kept */
    public FeaturesController(Jobs jobs, ThemeManager themes, Dialogs dialogs, Preferences preferences) {
        this(jobs, themes, dialogs, preferences, GATHER);
    }

    /** @param gather how long a selection must rest before the engine is asked about it */
    FeaturesController(Jobs jobs, ThemeManager themes, Dialogs dialogs, Preferences preferences, Duration gather) {
        this.jobs = jobs;
        this.themes = themes;
        this.dialogs = dialogs;
        this.preferences = preferences;
        this.logits = new LatestOnly(jobs, gather);
        this.neighbours = new LatestOnly(jobs, gather);
        this.reviewer = new Reviewer(jobs, model);
        this.judgement = new Judgement(jobs, dialogs, model);
    }

    public FeaturesModel model() {
        return model;
    }

    /** A project is there, its statistics not yet. */
    public void open(FeaturesPort opened, Map<FeatureKey, FeatureNote> notes) {
        closeProject();
        port = opened;
        model.notes().open(notes);
        saving = model.notes()
                .revisionProperty()
                .subscribe(() -> opened.notesChanged(model.notes().all()));
        model.setState(new TableState.NoStatistics());
        reviewer.open(opened);
        judgement.open(opened);
    }

    /** Shows a table that was counted before, or by another place. */
    public void show(FeatureTable table) {
        model.setTable(table);
        model.setState(new TableState.Ready(table));
    }

    /** Forgets the project; marks are no longer saved. */
    public void closeProject() {
        saving.unsubscribe();
        saving = Subscription.EMPTY;
        cancelRequests();
        reviewer.open(null);
        judgement.open(null);
        port = null;
        model.setSelected(null, null);
        model.setTried(null);
        model.setPreview(null);
        model.setTable(null);
        model.filterProperty().set(RowFilter.NONE);
        model.notes().open(Map.of());
        model.setMessage("");
        model.setState(new TableState.NoProject());
    }

    @Override
    public String title() {
        return "Features";
    }

    @Override
    public String icon() {
        return Icon.FEATURES.code();
    }

    @Override
    public Node view() {
        FeaturesView built = view;
        if (built == null) {
            built = new FeaturesView(model, this, reviewer, themes, preferences);
            view = built;
        }
        return built.root();
    }

    @Override
    public void shown() {
        if (view != null) {
            view.focusTable();
        }
    }

    @Override
    public void close() {
        saving.unsubscribe();
        cancelRequests();
        reviewer.close();
        if (view != null) {
            view.close();
        }
    }

    @Override
    public void computeStatistics() {
        FeaturesPort from = port;
        if (from == null) {
            return;
        }
        TableState before = model.stateProperty().get();
        BackgroundJob<FeatureTable> job = jobs.submit("Feature statistics", from::computeStatistics);
        job.outcome(table -> String.format("%,d features counted", table.size()));
        if (!(before instanceof TableState.Ready)) {
            model.setState(new TableState.Running(job));
        }
        job.onSuccess(table -> {
            if (port == from) {
                show(table);
            }
        });
        job.onEnd(() -> {
            if (port == from && model.stateProperty().get() instanceof TableState.Running) {
                model.setState(afterTrouble(job));
            }
        });
    }

    private static TableState afterTrouble(BackgroundJob<?> job) {
        return job.state() == JobState.FAILED
                ? new TableState.Failed(job.outcomeProperty().get())
                : new TableState.NoStatistics();
    }

    @Override
    public void select(@Nullable FeatureRow row) {
        cancelRequests();
        FeaturesPort from = port;
        FeatureTable table = model.table();
        if (row == null || from == null || table == null) {
            model.setSelected(null, null);
            return;
        }
        FeatureKey key = row.key();
        model.setSelected(row, table.evidence(key));
        logits.request("Logits of " + key, progress -> from.logits(key, progress), model::setLogits);
        neighbours.request("Neighbours of " + key, progress -> from.neighbours(key, progress), model::setNeighbours);
    }

    private void cancelRequests() {
        logits.cancel();
        neighbours.cancel();
    }

    @Override
    public void goTo(FeatureKey key) {
        if (model.shown().indexOf(key) < 0) {
            model.filterProperty().set(RowFilter.NONE);
        }
        FeaturesView built = view;
        if (built != null) {
            built.reveal(key);
        }
    }

    @Override
    public void mark(Mark mark, List<FeatureRow> rows) {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        rows.forEach(row -> wanted.put(row.key(), model.notes().of(row.key()).with(mark)));
        model.notes().change(wanted);
        model.setMessage("");
    }

    @Override
    public void label(FeatureRow row, String text) {
        FeatureNote note = model.notes().of(row.key());
        model.notes().change(Map.of(row.key(), note.withLabel(text.strip())));
    }

    @Override
    public void describe(FeatureRow row, FeatureNote note) {
        model.notes().change(Map.of(row.key(), note));
    }

    @Override
    public void markAlike(List<Duplicate> duplicates) {
        model.notes().change(reviewer.alike(duplicates));
        say(String.format("%,d siblings marked alike", duplicates.size()));
    }

    @Override
    public void unmark(FeatureKey key) {
        model.notes().change(Map.of(key, model.notes().of(key).with(Mark.UNDECIDED)));
    }

    @Override
    public void listByPosition() {
        model.filterProperty()
                .set(RowFilter.NONE
                        .withLeast(Statistic.BY_POSITION, LEAST_BY_POSITION)
                        .withLeast(Statistic.SCORE, Double.MIN_NORMAL));
        say("CRISP candidates at least half of whose rate difference goes with positions in texts");
    }

    @Override
    public void saveSelection(String name) {
        judgement.save(name);
    }

    @Override
    public void loadSelection(SavedSelection selection) {
        judgement.load(selection);
    }

    @Override
    public void deleteSelection(SavedSelection selection) {
        judgement.delete(selection);
    }

    @Override
    public void exportSelection(SavedSelection selection) {
        judgement.export(selection);
    }

    @Override
    public void importSelection() {
        judgement.importSelection();
    }

    @Override
    public void export(FeatureFile form) {
        judgement.export(form);
    }

    /** Features whose number or label fits what is typed ({@code 317}, {@code 4/317}, {@code fire}), with their labels. */
    public Map<FeatureKey, String> named(String query, int most) {
        FeatureTable table = model.table();
        return table == null ? Map.of() : FeatureSearch.of(table, model.notes(), query, most);
    }

    /** Brings a feature into sight. */
    public void reveal(FeatureKey key) {
        view();
        if (view != null) {
            view.find(key);
        }
    }

    /** Labels have come into the project. */
    public void labelsChanged() {
        judgement.open(port);
    }

    /** Takes a selection that was dropped on the window. */
    public void importSelection(Path file) {
        judgement.importFrom(file);
    }

    @Override
    public void savePicture(WritableImage picture) {
        List<Dialogs.FileKind> png = List.of(new Dialogs.FileKind("PNG picture", List.of("*.png")));
        dialogs.chooseSaveFile("Save the scatter", Optional.empty(), "features.png", png)
                .ifPresent(file -> jobs.submitQuietly("Save " + file.getFileName(), progress -> {
                            Pictures.writePng(picture, file);
                            return file;
                        })
                        .onSuccess(saved -> say("Saved " + saved)));
    }

    @Override
    public void say(String sentence) {
        model.setMessage(sentence);
    }

    @Override
    public void applyPreset(SelectionConfig config) {
        FeatureTable table = model.table();
        if (table != null) {
            suppressExactly(FeatureSelector.select(table.statistics(), config), table, config);
        }
    }

    /** decision: the preset replaces the suppress marks there are, so that what is marked is its choice, but yields to keep marks. */
    private void suppressExactly(FeatureSelection chosen, FeatureTable table, SelectionConfig config) {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        model.notes().all().forEach((key, note) -> {
            if (note.mark() == Mark.SUPPRESS) {
                wanted.put(key, note.with(Mark.UNDECIDED));
            }
        });
        int kept = 0;
        for (LayerStatistics layer : table.statistics().layers()) {
            for (int feature : chosen.of(layer.hook().toString())) {
                FeatureKey key = new FeatureKey(layer.hook(), feature);
                FeatureNote note = model.notes().of(key);
                if (note.mark() == Mark.KEEP) {
                    kept++;
                } else {
                    wanted.put(key, note.with(Mark.SUPPRESS));
                }
            }
        }
        model.notes().change(wanted);
        model.setMessage(sentence(config, chosen, kept));
    }

    private static String sentence(SelectionConfig config, FeatureSelection chosen, int kept) {
        String text = String.format(
                "CRISP %s, k %d, \u03c4 %s: %d features in %d layers",
                config.mode().name().toLowerCase(Locale.ROOT),
                config.k(),
                Numbers.plain(config.tau()),
                chosen.features().size() - kept,
                chosen.layers().size());
        return kept == 0 ? text : text + String.format("; %d left out because marked keep", kept);
    }

    @Override
    public void read(String text) {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submit("Read a text", progress -> from.read(text, progress)).onSuccess(read -> {
                if (port == from) {
                    model.setTried(read);
                }
            });
        }
    }

    @Override
    public List<String> prompts() {
        return port == null ? List.of() : port.prompts();
    }

    @Override
    public void preview(PreviewRequest request) {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submit("Preview of clamping", progress -> from.preview(request, progress))
                    .onSuccess(result -> {
                        if (port == from) {
                            model.setPreview(result);
                        }
                    });
        }
    }

    @Override
    public void undo() {
        model.notes().undo();
        model.setMessage("");
    }

    @Override
    public void redo() {
        model.notes().redo();
        model.setMessage("");
    }

    @Override
    public void clearMarks() {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        model.notes().all().forEach((key, note) -> wanted.put(key, note.with(Mark.UNDECIDED)));
        model.notes().change(wanted);
        model.setMessage("");
    }

    @Override
    public String piece(int tokenId) {
        return port == null ? "" : port.piece(tokenId);
    }
}
