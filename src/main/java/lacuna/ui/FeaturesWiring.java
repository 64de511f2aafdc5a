package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lacuna.evaluation.Prompt;
import lacuna.features.DecoderNeighbours;
import lacuna.features.FeatureLabel;
import lacuna.features.FeatureLabels;
import lacuna.features.FeatureRef;
import lacuna.features.FeatureStatistics;
import lacuna.features.LabelSet;
import lacuna.features.LogitLens;
import lacuna.features.SimilarDecoders;
import lacuna.features.TextActivations;
import lacuna.features.TextProbe;
import lacuna.features.TokenSketches;
import lacuna.features.map.FeatureMap;
import lacuna.features.map.WithNeighbours;
import lacuna.model.HookPoint;
import lacuna.project.LabelImport;
import lacuna.project.LoadedProject;
import lacuna.project.SelectionSettings;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.features.Duplicate;
import lacuna.ui.features.FeatureFile;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.FeatureLogits;
import lacuna.ui.features.FeatureLogits.TokenLogit;
import lacuna.ui.features.FeatureNeighbours;
import lacuna.ui.features.FeatureNote;
import lacuna.ui.features.FeatureTable;
import lacuna.ui.features.FeaturesController;
import lacuna.ui.features.FeaturesPort;
import lacuna.ui.features.MapRequest;
import lacuna.ui.features.OtherMatches;
import lacuna.ui.features.PreviewRequest;
import lacuna.ui.features.PreviewResult;
import lacuna.ui.features.Provenance;
import lacuna.ui.features.Shelf;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.ProjectFacts.SaeFacts;
import lacuna.ui.session.Session;
import org.jspecify.annotations.Nullable;

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
    private final NotesWiring words = new NotesWiring(declared);
    private final OtherSaeWiring others;
    private volatile @Nullable FeatureStatistics shown;

    private FeaturesWiring(Session session, OpenProject project) {
        this.session = session;
        this.project = project;
        this.others = new OtherSaeWiring(project.project(), project::piece);
        for (SaeFacts sae : project.facts().saes()) {
            declared.put(mode().site(sae.hook()), sae.hook());
        }
    }

    /** Gives the place a project, with its marks, and with its statistics if they are at hand. */
    static void open(FeaturesController features, Session session, OpenProject project) {
        FeaturesWiring wiring = new FeaturesWiring(session, project);
        features.open(wiring, wiring.words.notes(session.marksProperty().get().marks()));
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
        shown = statistics;
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
    public SelectionConfig preset() {
        SelectionSettings settings = project.manifest().selection();
        return new SelectionConfig(settings.mode(), settings.k(), settings.tau(), PRESET.epsilon());
    }

    @Override
    public FeatureTable computeStatistics(Progress progress) throws LacunaException {
        return table(session.engineRoom()
                .pipeline(project.project(), project.manifest(), progress)
                .statistics(progress));
    }

    @Override
    public FeatureLogits logits(FeatureKey key, Progress progress) throws LacunaException {
        LogitLens lens = lens(key.hook(), key.feature(), progress);
        return new FeatureLogits(worded(lens.top()), worded(lens.bottom()), lens.bins());
    }

    private LogitLens lens(HookPoint hook, int feature, Progress progress) throws LacunaException {
        if (mayLoad()) {
            LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
            for (SparseAutoencoder sae : loaded.saes(mode())) {
                if (sae.hook().equals(hook)) {
                    return LogitLens.of(loaded.model(), sae, feature, LOGITS);
                }
            }
        }
        return LogitLens.none();
    }

    @Override
    public FeatureNeighbours neighbours(FeatureKey key, Progress progress) throws LacunaException {
        if (!mayLoad()) {
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
    public OtherMatches otherMatches(FeatureKey key, Progress progress) throws LacunaException {
        FeatureStatistics statistics = shown;
        Optional<Path> other = others.chosen(declared.getOrDefault(key.hook(), key.hook()));
        if (other.isEmpty() || statistics == null || !mayLoad()) {
            return OtherMatches.none();
        }
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        for (SparseAutoencoder sae : loaded.saes(mode())) {
            if (sae.hook().equals(key.hook())) {
                return others.matches(other.get(), loaded, sae, key, statistics, progress);
            }
        }
        return OtherMatches.none();
    }

    @Override
    public void chooseOther(HookPoint hook, Path sae, Progress progress) throws LacunaException {
        others.choose(declared.getOrDefault(hook, hook), sae);
    }

    @Override
    public void forgetOther(HookPoint hook, Progress progress) throws LacunaException {
        others.forget(declared.getOrDefault(hook, hook));
    }

    @Override
    public FeatureMap map(MapRequest request, Progress progress) throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        List<SparseAutoencoder> saes = loaded.saes(mode());
        List<FeatureRef> features = FeatureFiles.refs(request.features());
        return FeatureMap.of(
                loaded.torch(),
                saes,
                request.of().withNeighbours() ? WithNeighbours.of(saes, features, FeatureMap.MOST, progress) : features,
                progress);
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
            session.setMarks(words.marks(notes, session.marksProperty().get()));
        }
    }

    @Override
    public Map<FeatureKey, List<FeatureLabel>> labels(Progress progress) throws LacunaException {
        FeatureLabels labels = FeatureLabels.read(project.project().labelsFolder());
        Map<FeatureKey, List<FeatureLabel>> all = new HashMap<>();
        declared.forEach((site, hook) ->
                labels.at(hook).forEach((feature, ofFeature) -> all.put(new FeatureKey(site, feature), ofFeature)));
        return all;
    }

    @Override
    public String importLabels(List<Path> files, Progress progress) throws LacunaException {
        List<LabelSet> sets = LabelImport.byName(project.project()).run(files, progress);
        int labels = sets.stream().mapToInt(LabelSet::labels).sum();
        return labels == 1 ? "1 label has come" : String.format("%,d labels have come", labels);
    }

    @Override
    public List<Duplicate> duplicates(Set<FeatureKey> of, Progress progress) throws LacunaException {
        FeatureStatistics statistics = shown;
        if (statistics == null || of.isEmpty() || !mayLoad()) {
            return List.of();
        }
        List<Duplicate> all = new ArrayList<>();
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        for (SparseAutoencoder sae : loaded.saes(mode())) {
            progress.check();
            int[] marked = of.stream()
                    .filter(key -> key.hook().equals(sae.hook()))
                    .mapToInt(FeatureKey::feature)
                    .sorted()
                    .toArray();
            TokenSketches sketches =
                    statistics.evidence(sae.hook()).orElseThrow().sketches();
            for (SimilarDecoders.Pair pair : SimilarDecoders.of(sae, marked, Duplicate.LEAST_COSINE)) {
                double together = sketches.overlap(pair.feature(), sketches, pair.other());
                if (together >= Duplicate.LEAST_TOGETHER) {
                    all.add(new Duplicate(
                            new FeatureKey(sae.hook(), pair.feature()),
                            new FeatureKey(sae.hook(), pair.other()),
                            pair.cosine(),
                            together));
                }
            }
        }
        return all;
    }

    @Override
    public Optional<Shelf> shelf() {
        return Optional.of(new ShelfWiring(project.project(), words));
    }

    @Override
    public void export(FeatureFile form, List<FeatureKey> features, Path file, Progress progress)
            throws LacunaException {
        FeatureStatistics statistics = shown;
        if (statistics == null) {
            throw new LacunaException("There are no statistics to export yet. Compute them first.");
        }
        new FeatureFiles(project, new FeatureFiles.Engine() {
                    @Override
                    public LogitLens lens(HookPoint hook, int feature) throws LacunaException {
                        return FeaturesWiring.this.lens(hook, feature, progress);
                    }

                    @Override
                    public LoadedProject loaded() throws LacunaException {
                        return session.engineRoom().loaded(project.project(), progress);
                    }
                })
                .write(form, features, statistics, session.marksProperty().get(), file, progress);
    }

    private boolean mayLoad() {
        return project.facts().model().parameters() <= LOADED_UNASKED
                || session.engineRoom().holds(project.project());
    }
}
