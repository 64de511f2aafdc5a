package lacuna.ui.features;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lacuna.features.FeatureLabel;
import lacuna.features.TextActivations;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** A project in memory that has labels of others, siblings, and a shelf. */
final class JudgePort implements FeaturesPort, Shelf {

    private final FakePort base;
    private final Map<String, SavedSelection> kept = new TreeMap<>();
    final List<String> exported = new ArrayList<>();

    JudgePort(FakePort base) {
        this.base = base;
    }

    @Override
    public FeatureTable computeStatistics(Progress progress) throws LacunaException {
        return base.computeStatistics(progress);
    }

    @Override
    public FeatureLogits logits(FeatureKey key, Progress progress) {
        return base.logits(key, progress);
    }

    @Override
    public TextActivations read(String text, Progress progress) throws LacunaException {
        return base.read(text, progress);
    }

    @Override
    public List<String> prompts() {
        return base.prompts();
    }

    @Override
    public PreviewResult preview(PreviewRequest request, Progress progress) throws LacunaException {
        return base.preview(request, progress);
    }

    @Override
    public String piece(int tokenId) {
        return base.piece(tokenId);
    }

    @Override
    public void notesChanged(Map<FeatureKey, FeatureNote> notes) {
        base.notesChanged(notes);
    }

    @Override
    public Map<FeatureKey, List<FeatureLabel>> labels(Progress progress) {
        FeatureKey first = best();
        return Map.of(
                first,
                List.of(
                        label(first, "mentions of fire and burning", "np_max-act-logits", "gpt-4o-mini"),
                        label(first, "words about heat", "oai_token-act-pair", "gpt-4")));
    }

    private static FeatureLabel label(FeatureKey key, String text, String method, String model) {
        return new FeatureLabel(
                key.feature(),
                text,
                text,
                method,
                model,
                null,
                "ember-isles/" + key.hook().layer() + "-sample-res-1k");
    }

    /** The feature with the highest score. */
    FeatureKey best() {
        FeatureRow best = base.table.row(0);
        for (FeatureRow row : base.table.rows()) {
            best = row.score() > best.score() ? row : best;
        }
        return best.key();
    }

    @Override
    public List<Duplicate> duplicates(Set<FeatureKey> of, Progress progress) {
        List<Duplicate> all = new ArrayList<>();
        of.stream()
                .sorted()
                .limit(3)
                .forEach(key -> all.add(
                        new Duplicate(key, new FeatureKey(key.hook(), (key.feature() + 700) % 1536), 0.83, 0.61)));
        return all;
    }

    @Override
    public Optional<Shelf> shelf() {
        return Optional.of(this);
    }

    @Override
    public void export(FeatureFile form, List<FeatureKey> features, Path file, Progress progress) {
        exported.add(form + " " + features.size() + " " + file.getFileName());
    }

    @Override
    public List<SavedSelection> selections(Progress progress) {
        return List.copyOf(kept.values());
    }

    @Override
    public List<SavedSelection> save(String name, Map<FeatureKey, FeatureNote> notes, Progress progress) {
        kept.put(name, new SavedSelection(name, "2026-11-24T12:00:00Z", "Ember Isles", notes));
        return selections(progress);
    }

    @Override
    public List<SavedSelection> delete(String name, Progress progress) {
        kept.remove(name);
        return selections(progress);
    }

    @Override
    public void export(String name, Path file, Progress progress) {
        exported.add(name);
    }

    @Override
    public List<SavedSelection> importFrom(Path file, Progress progress) throws LacunaException {
        throw new LacunaException("not here");
    }
}
