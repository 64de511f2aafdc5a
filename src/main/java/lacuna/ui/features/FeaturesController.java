package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.prefs.Preferences;
import javafx.scene.Node;
import javafx.scene.image.WritableImage;
import javafx.util.Duration;
import javafx.util.Subscription;
import lacuna.model.HookPoint;
import lacuna.selection.SelectionConfig;
import lacuna.ui.app.Dialogs;
import lacuna.ui.app.Place;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
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
    private final FeaturesModel model;
    private final EngineRequests engine;
    private final Reviewer reviewer;
    private final Marking marking;
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
        this.model = new FeaturesModel(jobs);
        this.engine = new EngineRequests(jobs, model, gather);
        this.reviewer = new Reviewer(jobs, model);
        this.marking = new Marking(model, reviewer);
        this.judgement = new Judgement(jobs, dialogs, model, this::chosen);
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
        engine.open(opened);
        reviewer.open(opened);
        judgement.open(opened);
    }

    /** Shows a table that was counted before, or by another place. */
    public void show(FeatureTable table) {
        model.setSelected(null, null); // its evidence is of the table before, even where the row is the same
        model.setTable(table);
        model.setState(new TableState.Ready(table));
    }

    /** Forgets the project; marks are no longer saved. */
    public void closeProject() {
        saving.unsubscribe();
        saving = Subscription.EMPTY;
        engine.open(null);
        reviewer.open(null);
        judgement.open(null);
        port = null;
        model.setSelected(null, null);
        model.setTried(null);
        engine.clearPreview();
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
            built = new FeaturesView(model, this, jobs, reviewer, themes, preferences);
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
        if (view != null) {
            view.commit();
        }
        saving.unsubscribe();
        engine.cancel();
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
        engine.select(row);
    }

    @Override
    public void goTo(FeatureKey key) {
        FeaturesView built = view;
        if (built != null) {
            built.find(key);
        }
    }

    @Override
    public Marking marking() {
        return marking;
    }

    @Override
    public Judgement judgement() {
        return judgement;
    }

    @Override
    public void listByPosition() {
        model.filterProperty()
                .set(RowFilter.NONE
                        .withLeast(Statistic.BY_POSITION, LEAST_BY_POSITION)
                        .withLeast(Statistic.SCORE, Double.MIN_NORMAL));
        say("CRISP candidates at least half of whose rate difference goes with positions in texts");
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

    @Override
    public List<FeatureKey> chosen() {
        return view == null ? List.of() : view.chosen();
    }

    @Override
    public void chooseOther(HookPoint hook) {
        dialogs.chooseFolder("Choose the folder of another SAE at " + hook, Optional.empty())
                .ifPresent(folder -> engine.chooseOther(hook, Optional.of(folder)));
    }

    /** Asks for another SAE and looks in it for the feature shown. */
    public void lookElsewhere() {
        FeatureRow selected = model.selectedProperty().get();
        if (selected == null) {
            say("Select a feature first");
        } else {
            chooseOther(selected.hook());
        }
    }

    @Override
    public void forgetOther(HookPoint hook) {
        engine.chooseOther(hook, Optional.empty());
    }

    @Override
    public void map(MapRequest request) {
        engine.map(request);
    }

    /** Opens the panel with the map, which draws one of what is marked, or listed. */
    public void showMap() {
        view();
        if (view != null) {
            view.showMap();
        }
    }

    @Override
    public void savePicture(String what, WritableImage picture) {
        List<Dialogs.FileKind> png = List.of(new Dialogs.FileKind("PNG picture", List.of("*.png")));
        dialogs.chooseSaveFile("Save the " + what, Optional.empty(), "features-" + what + ".png", png)
                .ifPresent(file -> jobs.submitAside("Save " + file.getFileName(), progress -> {
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
    public void read(String text) {
        engine.read(text);
    }

    @Override
    public List<String> prompts() {
        return engine.prompts();
    }

    @Override
    public SelectionConfig preset() {
        return port == null ? FeaturesPort.PRESET : port.preset();
    }

    @Override
    public void findTogether() {
        engine.findTogether();
    }

    @Override
    public void preview(PreviewRequest request) {
        engine.preview(request);
    }

    @Override
    public String piece(int tokenId) {
        return engine.piece(tokenId);
    }
}
