package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lacuna.model.HookPoint;
import org.junit.jupiter.api.Test;

class FeatureNotesTest {

    private static final FeatureKey A = new FeatureKey(HookPoint.residPost(2), 7);
    private static final FeatureKey B = new FeatureKey(HookPoint.residPost(3), 1);
    private static final FeatureNote SUPPRESS = new FeatureNote(Mark.SUPPRESS, "");

    private final FeatureNotes notes = new FeatureNotes();

    @Test
    void aBulkChangeIsOneStepBackAndForth() {
        notes.change(Map.of(A, SUPPRESS, B, SUPPRESS));
        notes.undo();
        assertThat(notes.all()).isEmpty();
        assertThat(notes.undoableProperty().get()).isFalse();
        notes.redo();
        assertThat(notes.all()).containsOnlyKeys(A, B);
        assertThat(notes.redoableProperty().get()).isFalse();
    }

    @Test
    void aNewChangeForgetsWhatWasUndone() {
        notes.change(Map.of(A, SUPPRESS));
        notes.undo();
        notes.change(Map.of(B, SUPPRESS));
        notes.redo();
        assertThat(notes.all()).containsOnlyKeys(B);
    }

    @Test
    void whatChangesNothingIsNoStep() {
        notes.change(Map.of(A, SUPPRESS));
        int revision = notes.revisionProperty().get();
        notes.change(Map.of(A, SUPPRESS));
        assertThat(notes.revisionProperty().get()).isEqualTo(revision);
        notes.undo();
        assertThat(notes.undoableProperty().get()).isFalse();
    }

    @Test
    void countsSuppressedFeaturesOfEachLayer() {
        FeatureKey c = new FeatureKey(HookPoint.residPost(2), 9);
        notes.change(Map.of(A, SUPPRESS, c, SUPPRESS, B, new FeatureNote(Mark.KEEP, "")));
        assertThat(notes.suppressedPerHook()).containsExactly(Map.entry(HookPoint.residPost(2), 2));
        assertThat(notes.suppressedCount()).isEqualTo(2);
    }

    @Test
    void aLabelOutlivesItsMark() {
        notes.change(Map.of(A, new FeatureNote(Mark.SUPPRESS, "dragons")));
        notes.change(Map.of(A, notes.of(A).with(Mark.UNDECIDED)));
        assertThat(notes.all()).containsExactly(Map.entry(A, new FeatureNote(Mark.UNDECIDED, "dragons")));
        notes.change(Map.of(A, notes.of(A).withLabel("")));
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void anotherProjectBeginsWithoutHistory() {
        notes.change(Map.of(A, SUPPRESS));
        notes.open(Map.of(B, SUPPRESS));
        assertThat(notes.undoableProperty().get()).isFalse();
        assertThat(notes.all()).containsOnlyKeys(B);
    }
}
