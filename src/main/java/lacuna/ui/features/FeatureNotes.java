package lacuna.ui.features;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import lacuna.features.FeatureLabel;
import lacuna.model.HookPoint;
import org.jspecify.annotations.Nullable;

/** Marks and labels as data, apart from what is selected in a table, with undo. A change of many features is one step. */
public final class FeatureNotes {

    private static final int KEPT_STEPS = 200;

    /** What the touched features had before and have after. */
    private record Step(Map<FeatureKey, FeatureNote> before, Map<FeatureKey, FeatureNote> after) {}

    private final Map<FeatureKey, FeatureNote> notes = new TreeMap<>();
    private Map<FeatureKey, List<FeatureLabel>> imported = Map.of();
    private @Nullable Said now;
    private final SortedMap<HookPoint, Integer> suppressed = new TreeMap<>();
    private final Deque<Step> undo = new ArrayDeque<>();
    private final Deque<Step> redo = new ArrayDeque<>();
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision", 0);
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper(this, "undoable", false);
    private final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper(this, "redoable", false);

    /** Replaces everything and forgets the history: another project. */
    void open(Map<FeatureKey, FeatureNote> all) {
        notes.clear();
        imported = Map.of();
        undo.clear();
        redo.clear();
        put(all);
    }

    public FeatureNote of(FeatureKey key) {
        return notes.getOrDefault(key, FeatureNote.NONE);
    }

    public Mark mark(FeatureKey key) {
        return of(key).mark();
    }

    /** What others say about features, best first; a help for reading, not part of the history. */
    void setImported(Map<FeatureKey, List<FeatureLabel>> labels) {
        imported = Map.copyOf(labels);
        now = null;
        revision.set(revision.get() + 1);
    }

    /** Labels of a feature that were imported, best first. */
    public List<FeatureLabel> imported(FeatureKey key) {
        return imported.getOrDefault(key, List.of());
    }

    Map<FeatureKey, List<FeatureLabel>> imported() {
        return imported;
    }

    /** The label where there is room for one: the user's own wins over those of others. */
    public String shownLabel(FeatureKey key) {
        String own = of(key).label();
        List<FeatureLabel> others = imported(key);
        return own.isEmpty() && !others.isEmpty() ? others.get(0).text() : own;
    }

    /** As they are now, for another thread. */
    Said now() {
        Said kept = now;
        if (kept == null) {
            kept = new Said(notes, imported);
            now = kept;
        }
        return kept;
    }

    /** Features that have a mark, a label, a note or a tag, in order. */
    public Map<FeatureKey, FeatureNote> all() {
        return Collections.unmodifiableMap(notes);
    }

    /** Features with one of these marks, in order. */
    public List<FeatureKey> marked(Mark... marks) {
        Set<Mark> wanted = Set.of(marks);
        return notes.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue().mark()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many features are marked for suppression at each hook point that has any. */
    public SortedMap<HookPoint, Integer> suppressedPerHook() {
        return Collections.unmodifiableSortedMap(suppressed);
    }

    public int suppressedCount() {
        return suppressed.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Grows with every change; follow it to follow the notes. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty undoableProperty() {
        return undoable.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty redoableProperty() {
        return redoable.getReadOnlyProperty();
    }

    /** One step; what would not change is left out, and a step that changes nothing is none. */
    void change(Map<FeatureKey, FeatureNote> wanted) {
        Map<FeatureKey, FeatureNote> before = new LinkedHashMap<>();
        Map<FeatureKey, FeatureNote> after = new LinkedHashMap<>();
        wanted.forEach((key, note) -> {
            if (!of(key).equals(note)) {
                before.put(key, of(key));
                after.put(key, note);
            }
        });
        if (after.isEmpty()) {
            return;
        }
        undo.push(new Step(before, after));
        if (undo.size() > KEPT_STEPS) {
            undo.removeLast();
        }
        redo.clear();
        put(after);
    }

    void undo() {
        if (!undo.isEmpty()) {
            Step step = undo.pop();
            redo.push(step);
            put(step.before());
        }
    }

    void redo() {
        if (!redo.isEmpty()) {
            Step step = redo.pop();
            undo.push(step);
            put(step.after());
        }
    }

    private void put(Map<FeatureKey, FeatureNote> changed) {
        changed.forEach((key, note) -> {
            if (note.equals(FeatureNote.NONE)) {
                notes.remove(key);
            } else {
                notes.put(key, note);
            }
        });
        now = null;
        suppressed.clear();
        notes.forEach((key, note) -> {
            if (note.mark() == Mark.SUPPRESS) {
                suppressed.merge(key.hook(), 1, Integer::sum);
            }
        });
        undoable.set(!undo.isEmpty());
        redoable.set(!redo.isEmpty());
        revision.set(revision.get() + 1);
    }
}
