package lacuna.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lacuna.evaluation.Prompt;
import lacuna.features.DecoderNeighbours;
import lacuna.features.FeatureStatistics;
import lacuna.features.LogitLens;
import lacuna.features.TextActivations;
import lacuna.features.TextProbe;
import lacuna.model.HookPoint;
import lacuna.project.LoadedProject;
import lacuna.project.Marks;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.FeatureLogits;
import lacuna.ui.features.FeatureLogits.TokenLogit;
import lacuna.ui.features.FeatureNeighbours;
import lacuna.ui.features.FeatureNote;
import lacuna.ui.features.FeatureTable;
import lacuna.ui.features.FeaturesController;
import lacuna.ui.features.FeaturesPort;
import lacuna.ui.features.Mark;
import lacuna.ui.features.PreviewRequest;
import lacuna.ui.features.PreviewResult;
import lacuna.ui.features.Provenance;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.ProjectFacts.SaeFacts;
import lacuna.ui.session.Session;

/** The open project as the place Features asks for it. */
final class FeaturesWiring implements FeaturesPort {

    private static final int LOGITS = 10;
    private static final int NEIGHBOURS = 8;
    private static final int SHORT_HASH = 8;
    /** A larger model is not loaded merely because a row was selected. */
    private static final long LOADED_UNASKED = 500_000_000;

    private final Session session;
    private final OpenProject project;
    private final ClampPreview previews = new ClampPreview();
    private final Map<HookPoint, HookPoint> declared = new LinkedHashMap<>();

    private FeaturesWiring(Session session, OpenProject project) {
        this.session = session;
        this.project = project;
        for (SaeFacts sae : project.facts().saes()) {
            declared.put(mode().site(sae.hook()), sae.hook());
        }
    }

    /** Gives the place a project, with its marks, and with its statistics if they are at hand. */
    static void open(FeaturesController features, Session session, OpenProject project) {
        FeaturesWiring wiring = new FeaturesWiring(session, project);
        features.open(wiring, wiring.notes(session.marksProperty().get()));
        Optional<FeatureStatistics> kept = project.statistics();
        if (kept.isPresent()) {
            session.jobs()
                    .submitQuietly("List the features", progress -> wiring.table(kept.get()))
                    .onSuccess(table -> {
                        if (session.project() == project) {
                            features.show(table);
                        }
                    });
        }
    }

    private CrispMode mode() {
        return project.manifest().selection().mode();
    }

    private FeatureTable table(FeatureStatistics statistics) {
        Map<HookPoint, String> saes = new LinkedHashMap<>();
        for (SaeFacts sae : project.facts().saes()) {
            saes.put(mode().site(sae.hook()), "SAE " + sae.folder().getFileName());
        }
        return FeatureTable.of(
                statistics,
                new Provenance(
                        project.manifest().name() + ", " + project.manifest().model(),
                        saes,
                        named(CorpusRole.TARGET),
                        named(CorpusRole.BENIGN)));
    }

    private String named(CorpusRole role) {
        CorpusFacts corpus = project.facts().corpus(role);
        return corpus.name() + " (" + corpus.sha256().substring(0, SHORT_HASH) + ")";
    }

    @Override
    public FeatureTable computeStatistics(Progress progress) throws LacunaException {
        return table(session.engineRoom()
                .pipeline(project.project(), project.manifest(), progress)
                .statistics(progress));
    }

    @Override
    public FeatureLogits logits(FeatureKey key, Progress progress) throws LacunaException {
        if (isLargeAndNotLoaded()) {
            return FeatureLogits.none();
        }
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        for (SparseAutoencoder sae : loaded.saes(mode())) {
            if (sae.hook().equals(key.hook())) {
                LogitLens lens = LogitLens.of(loaded.model(), sae, key.feature(), LOGITS);
                return new FeatureLogits(worded(lens.top()), worded(lens.bottom()));
            }
        }
        return FeatureLogits.none();
    }

    @Override
    public FeatureNeighbours neighbours(FeatureKey key, Progress progress) throws LacunaException {
        if (isLargeAndNotLoaded()) {
            return FeatureNeighbours.none();
        }
        List<SparseAutoencoder> saes =
                session.engineRoom().loaded(project.project(), progress).saes(mode());
        for (int i = 0; i < saes.size(); i++) {
            SparseAutoencoder sae = saes.get(i);
            if (sae.hook().equals(key.hook())) {
                return new FeatureNeighbours(
                        DecoderNeighbours.of(sae, key.feature(), sae, NEIGHBOURS),
                        i + 1 < saes.size()
                                ? DecoderNeighbours.of(sae, key.feature(), saes.get(i + 1), NEIGHBOURS)
                                : List.of());
            }
        }
        return FeatureNeighbours.none();
    }

    @Override
    public TextActivations read(String text, Progress progress) throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        return TextProbe.run(loaded.model(), loaded.saes(mode()), text, progress);
    }

    @Override
    public List<String> prompts() {
        return project.prompts().stream().map(Prompt::text).toList();
    }

    @Override
    public PreviewResult preview(PreviewRequest request, Progress progress) throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        return previews.run(loaded.with(project.manifest()), request, progress);
    }

    private boolean isLargeAndNotLoaded() {
        return project.facts().model().parameters() > LOADED_UNASKED
                && !session.engineRoom().holds(project.project());
    }

    private List<TokenLogit> worded(List<LogitLens.TokenLogit> logits) {
        return logits.stream()
                .map(logit -> new TokenLogit(project.piece(logit.token()), logit.logit()))
                .toList();
    }

    @Override
    public String piece(int tokenId) {
        return project.piece(tokenId);
    }

    @Override
    public void notesChanged(Map<FeatureKey, FeatureNote> notes) {
        if (session.project() == project) {
            session.setMarks(marks(notes, session.marksProperty().get()));
        }
    }

    private Map<FeatureKey, FeatureNote> notes(Marks marks) {
        Map<FeatureKey, FeatureNote> notes = new LinkedHashMap<>();
        for (Marks.Mark mark : marks.marks()) {
            declared.forEach((site, hook) -> {
                if (hook.toString().equals(mark.hook())) {
                    notes.put(
                            new FeatureKey(site, mark.feature()),
                            new FeatureNote(Mark.valueOf(mark.verdict().name()), mark.label()));
                }
            });
        }
        return notes;
    }

    /** decision: marks name the hook point that the project declares, so that they hold in every mode; written reasons are kept. */
    private Marks marks(Map<FeatureKey, FeatureNote> notes, Marks before) {
        Marks marks = before;
        for (Marks.Mark old : before.marks()) {
            marks = marks.with(new Marks.Mark(old.hook(), old.feature(), Marks.Verdict.UNDECIDED, "", old.note()));
        }
        for (Map.Entry<FeatureKey, FeatureNote> entry : notes.entrySet()) {
            FeatureKey key = entry.getKey();
            String hook = declared.getOrDefault(key.hook(), key.hook()).toString();
            String reason = before.of(hook, key.feature()).map(Marks.Mark::note).orElse("");
            FeatureNote note = entry.getValue();
            marks = marks.with(new Marks.Mark(
                    hook, key.feature(), Marks.Verdict.valueOf(note.mark().name()), note.label(), reason));
        }
        return marks;
    }
}
