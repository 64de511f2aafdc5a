package lacuna.ui.compare;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import lacuna.evaluation.Prompt;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.app.PortPlace;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Feed;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** The place Compare: generates in the background, token by token, and shows both sides as they grow. */
public final class CompareController extends PortPlace<ComparePort> {

    /** What a running job hands over. */
    private record Update(PairEntry pair, String run, Continuation now) {}

    /** One continuation to make. */
    private record Piece(PairEntry pair, String run) {}

    private final CompareModel model = new CompareModel();
    private final ThemeManager themes;
    private final Clock clock;
    private final Runnable showTrain;
    private @Nullable BackgroundJob<?> live;

    /**
     * @param clock shuffles the sides of a blind comparison
     * @param showTrain brings the place to the front where runs are made
     */
    public CompareController(ThemeManager themes, Jobs jobs, Clock clock, Runnable showTrain) {
        super("Compare", Icon.COMPARE, jobs);
        this.themes = themes;
        this.clock = clock;
        this.showTrain = showTrain;
    }

    @Override
    protected Node build() {
        return new CompareView(model, this, themes);
    }

    @Override
    public void shown() {
        readRuns();
    }

    public CompareModel model() {
        return model;
    }

    /** A project has been opened. */
    public void open(ComparePort project) {
        usePort(project);
        model.shown().clear();
        model.runs().clear();
        model.blindProperty().set(null);
        model.settingsProperty().set(project.settings());
        model.pairs().setAll(project.prompts().stream().map(PairEntry::new).toList());
        model.openProperty().set(true);
        readRuns();
    }

    void showTrain() {
        showTrain.run();
    }

    /** Adds a prompt of the user's own; kept while the project is open. */
    void add(String text, String group) {
        if (!text.isBlank()) {
            model.pairs().add(PairEntry.own(new Prompt(text.strip(), group)));
        }
    }

    /** Takes one of the user's own away again. */
    void remove(PairEntry pair) {
        model.pairs().remove(pair);
    }

    /** Generates all chosen prompts. */
    void generate() {
        generate(model.pairs().stream()
                .filter(pair -> pair.chosenProperty().get())
                .toList());
    }

    /** Generates these; what would come out the same is not made again. */
    void generate(List<PairEntry> pairs) {
        ComparePort project = port();
        boolean wrong = !model.problemProperty().get().isEmpty();
        if (project == null || model.runningProperty().get() || wrong) {
            return;
        }
        GenerationConfig config = model.settingsProperty().get();
        List<Piece> pieces = missing(pairs, config);
        if (pieces.isEmpty()) {
            return; // all is there; a job might wait for hours behind others to find that out
        }
        pieces.forEach(piece -> piece.pair().by(piece.run()).set(Continuation.waiting()));
        Feed<Update> feed = jobs().feed(updates ->
                updates.forEach(update -> update.pair().by(update.run()).set(update.now())));
        model.runningProperty().set(true);
        String title = pairs.size() == 1 ? "Continue a prompt" : "Continue " + pairs.size() + " prompts";
        BackgroundJob<Integer> job = jobs().submit(title, progress -> {
            for (int i = 0; i < pieces.size(); i++) {
                progress.report("Continuing prompts", i, pieces.size());
                make(project, pieces.get(i), config, progress, feed);
            }
            return pieces.size();
        });
        live = job;
        job.outcome(count -> count + " continuations made").onEnd(() -> ended(pieces));
    }

    private List<Piece> missing(List<PairEntry> pairs, GenerationConfig config) {
        List<Piece> pieces = new ArrayList<>();
        for (PairEntry pair : pairs) {
            // from left to right: while it is hidden which is which, so is who writes first
            for (String run : model.columns(pair)) {
                if (!pair.by(run).get().isMadeBy(run, config)) {
                    pieces.add(new Piece(pair, run));
                }
            }
        }
        return pieces;
    }

    private static void make(
            ComparePort project, Piece piece, GenerationConfig config, Progress progress, Feed<Update> feed)
            throws LacunaException {
        String run = piece.run();
        Generation made = project.generate(
                run.equals(CompareModel.UNTOUCHED) ? Optional.empty() : Optional.of(run),
                piece.pair().prompt().text(),
                config,
                progress,
                text -> feed.add(new Update(
                        piece.pair(), run, new Continuation(Continuation.State.WRITING, text, run, config))));
        feed.add(new Update(piece.pair(), run, new Continuation(Continuation.State.DONE, made.text(), run, config)));
    }

    /** Asks to stop after the current token. */
    void cancel() {
        BackgroundJob<?> job = live;
        if (job != null) {
            model.stoppingProperty().set(true);
            job.cancel();
        }
    }

    private void ended(List<Piece> pieces) {
        live = null;
        model.runningProperty().set(false);
        model.stoppingProperty().set(false);
        for (Piece piece : pieces) {
            var side = piece.pair().by(piece.run());
            if (!side.get().isDone()) {
                side.set(Continuation.NONE);
            }
        }
    }

    /** Hides which side is which, each prompt shuffled on its own; or shows it again. */
    void blind(boolean on) {
        model.blindProperty().set(on ? new BlindOrder(clock.millis()) : null);
    }

    private void readRuns() {
        readAside("Read the runs", ComparePort::runs, this::offer);
    }

    private void offer(List<RunChoice> found) {
        if (!model.runs().equals(found)) {
            model.runs().setAll(found);
        }
        model.shown().removeIf(run -> !found.contains(run));
        if (model.shown().isEmpty() && !found.isEmpty()) {
            model.shown().add(found.get(0));
        }
    }
}
