package lacuna.ui.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;
import javafx.util.Subscription;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.PositionProfile;
import lacuna.features.SplitHalves;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import org.jspecify.annotations.Nullable;

/**
 * Second thoughts on what is marked, renewed a moment after each change: siblings that are not marked alike, features that tell the
 * corpora apart by where they stand in texts, and how stable the ranking is. JavaFX thread only.
 */
final class Reviewer {

    private static final Duration GATHER = Duration.millis(400);
    private static final int TOP = 20;
    private static final int MOST_LISTED = 200;

    /** A feature marked to suppress that is set apart, and why. */
    record Suspect(FeatureKey key, PositionProfile.Reason reason, PositionProfile profile) {}

    /**
     * What was found.
     *
     * @param stability a sentence for each layer
     */
    record Findings(List<Duplicate> duplicates, List<Suspect> suspects, List<String> stability) {

        static final Findings NONE = new Findings(List.of(), List.of(), List.of());

        int count() {
            return duplicates.size() + suspects.size();
        }
    }

    private final FeaturesModel model;
    private final LatestOnly requests;
    private final LatestOnly halves;
    private final ReadOnlyObjectWrapper<Findings> findings =
            new ReadOnlyObjectWrapper<>(this, "findings", Findings.NONE);
    private final Subscription subscriptions;
    private @Nullable FeaturesPort port;
    private @Nullable FeatureTable table;
    private List<String> stability = List.of();
    private Set<FeatureKey> reviewed = Set.of();

    Reviewer(Jobs jobs, FeaturesModel model) {
        this(jobs, model, GATHER);
    }

    Reviewer(Jobs jobs, FeaturesModel model, Duration gather) {
        this.model = model;
        this.requests = new LatestOnly(jobs, gather);
        this.halves = LatestOnly.aside(jobs);
        this.subscriptions = Subscription.combine(
                model.notes().revisionProperty().subscribe(now -> review()),
                model.stateProperty().subscribe(now -> review()));
    }

    ReadOnlyObjectProperty<Findings> findingsProperty() {
        return findings.getReadOnlyProperty();
    }

    void open(@Nullable FeaturesPort opened) {
        port = opened;
        table = null;
        reviewed = Set.of();
        requests.cancel();
        halves.cancel();
        findings.set(Findings.NONE);
        review();
    }

    void close() {
        requests.cancel();
        halves.cancel();
        subscriptions.unsubscribe();
    }

    /** The marks that would end a disagreement: siblings take the mark of the feature they resemble. */
    Map<FeatureKey, FeatureNote> alike(List<Duplicate> duplicates) {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        for (Duplicate duplicate : duplicates) {
            Mark mark = model.notes().mark(duplicate.marked());
            wanted.put(
                    duplicate.sibling(), model.notes().of(duplicate.sibling()).with(mark));
        }
        return wanted;
    }

    private void review() {
        FeatureTable now = model.table();
        FeaturesPort from = port;
        if (now == null || from == null) {
            return;
        }
        if (now != table) {
            table = now;
            reviewed = Set.of();
            stability = List.of();
            // decision: off the JavaFX thread, for it ranks every feature twice
            halves.request("Rank both halves", progress -> stability(now), sentences -> {
                stability = sentences;
                findings.set(
                        new Findings(findings.get().duplicates(), findings.get().suspects(), sentences));
            });
        }
        Set<FeatureKey> suppressed = SavedSelection.suppressed(model.notes().all());
        List<Duplicate> open = stillOpen(findings.get().duplicates());
        findings.set(new Findings(open, suspects(now, suppressed), stability));
        if (!suppressed.equals(reviewed)) {
            reviewed = suppressed;
            requests.request(
                    "Look for near-duplicates",
                    progress -> from.duplicates(suppressed, progress),
                    found -> findings.set(new Findings(
                            stillOpen(found),
                            findings.get().suspects(),
                            findings.get().stability())));
        }
    }

    /** decision: a sibling marked keep was thought about; only the undecided are named. */
    private List<Duplicate> stillOpen(List<Duplicate> duplicates) {
        List<Duplicate> open = new ArrayList<>();
        Set<FeatureKey> named = new LinkedHashSet<>();
        for (Duplicate duplicate : duplicates) {
            if (model.notes().mark(duplicate.marked()) == Mark.SUPPRESS
                    && model.notes().mark(duplicate.sibling()) == Mark.UNDECIDED
                    && named.add(duplicate.sibling())
                    && open.size() < MOST_LISTED) {
                open.add(duplicate);
            }
        }
        return open;
    }

    private static List<Suspect> suspects(FeatureTable table, Set<FeatureKey> suppressed) {
        List<Suspect> suspects = new ArrayList<>();
        suppressed.stream().sorted().forEach(key -> {
            int line = table.lineOf(key);
            PositionProfile profile = line < 0 ? null : table.row(line).positions();
            if (profile != null && profile.reason() != PositionProfile.Reason.NONE && suspects.size() < MOST_LISTED) {
                suspects.add(new Suspect(key, profile.reason(), profile));
            }
        });
        return suspects;
    }

    private static List<String> stability(FeatureTable table) {
        List<String> sentences = new ArrayList<>();
        for (LayerStatistics layer : table.layers()) {
            LayerEvidence evidence = table.statistics().evidence(layer.hook()).orElseThrow();
            SplitHalves halves = SplitHalves.of(layer, evidence, TOP);
            sentences.add(String.format(
                    "%s: %d of the top %d are the same in both halves, rank correlation %.2f",
                    layer.hook(), halves.commonTop(), halves.top(), halves.rankCorrelation()));
        }
        return sentences;
    }
}
