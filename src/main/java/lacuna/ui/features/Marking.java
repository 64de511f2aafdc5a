package lacuna.ui.features;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lacuna.features.LayerStatistics;
import lacuna.selection.FeatureSelection;
import lacuna.selection.FeatureSelector;
import lacuna.selection.SelectionConfig;

/** Setting marks, labels, notes and tags, each change one step of undo. JavaFX thread only. */
public final class Marking {

    private final FeaturesModel model;
    private final Reviewer reviewer;

    Marking(FeaturesModel model, Reviewer reviewer) {
        this.model = model;
        this.reviewer = reviewer;
    }

    /** Marks all of them in one step. */
    void mark(Mark mark, List<FeatureRow> rows) {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        rows.forEach(row -> wanted.put(row.key(), model.notes().of(row.key()).with(mark)));
        model.notes().change(wanted);
        model.setMessage("");
    }

    void unmark(FeatureKey key) {
        model.notes().change(Map.of(key, model.notes().of(key).with(Mark.UNDECIDED)));
    }

    void label(FeatureRow row, String text) {
        FeatureNote note = model.notes().of(row.key());
        describe(row, note.withLabel(text.strip()));
    }

    /** Label, note and tags at once, in one step. */
    void describe(FeatureRow row, FeatureNote note) {
        model.notes().change(Map.of(row.key(), note));
    }

    /** Siblings take the mark of the feature they resemble, in one step. */
    void alike(List<Duplicate> duplicates) {
        model.notes().change(reviewer.alike(duplicates));
        model.setMessage(String.format("%,d siblings marked alike", duplicates.size()));
    }

    public void undo() {
        model.notes().undo();
        model.setMessage("");
    }

    public void redo() {
        model.notes().redo();
        model.setMessage("");
    }

    /** Takes every mark away and leaves the labels. */
    public void clear() {
        Map<FeatureKey, FeatureNote> wanted = new LinkedHashMap<>();
        model.notes().all().forEach((key, note) -> wanted.put(key, note.with(Mark.UNDECIDED)));
        model.notes().change(wanted);
        model.setMessage("");
    }

    /** Marks what CRISP would take. decision: that replaces the suppress marks there are, but yields to keep marks. */
    void preset(SelectionConfig config) {
        FeatureTable table = model.table();
        if (table == null) {
            return;
        }
        FeatureSelection chosen = FeatureSelector.select(table.statistics(), config);
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
}
