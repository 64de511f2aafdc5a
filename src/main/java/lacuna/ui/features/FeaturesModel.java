package lacuna.ui.features;

import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import lacuna.model.HookPoint;
import org.jspecify.annotations.Nullable;

/** The state of the place. No controls; JavaFX thread only. */
public final class FeaturesModel {

    private final ObservableList<FeatureRow> rows = FXCollections.observableArrayList();
    // decision: one view for good; a view listens to its list weakly, so one made for each call would fall silent
    private final ObservableList<FeatureRow> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final FilteredList<FeatureRow> matching = new FilteredList<>(rows);
    private final SortedList<FeatureRow> sorted = new SortedList<>(matching);
    private final FeatureNotes notes = new FeatureNotes();
    private final ObjectProperty<RowFilter> filter = new SimpleObjectProperty<>(this, "filter", RowFilter.NONE);
    private final ReadOnlyObjectWrapper<TableState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new TableState.NoProject());
    private final ReadOnlyObjectWrapper<@Nullable FeatureRow> selected =
            new ReadOnlyObjectWrapper<>(this, "selected", null);
    private final ReadOnlyObjectWrapper<@Nullable FeatureEvidence> evidence =
            new ReadOnlyObjectWrapper<>(this, "evidence", null);
    private final ReadOnlyObjectWrapper<FeatureLogits> logits =
            new ReadOnlyObjectWrapper<>(this, "logits", FeatureLogits.none());
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final ReadOnlyBooleanWrapper listing = new ReadOnlyBooleanWrapper(this, "listing", false);
    private List<HookPoint> hooks = List.of();

    FeaturesModel() {
        filter.subscribe(now -> applyFilter());
        notes.revisionProperty().subscribe(() -> {
            if (filter.get().marks() != MarkFilter.ALL) {
                applyFilter();
            }
        });
    }

    /** All rows, in the order of the statistics. */
    public ObservableList<FeatureRow> rows() {
        return rowsView;
    }

    /** Those that pass the filter, in the order of the comparator that is set on it. */
    public SortedList<FeatureRow> shown() {
        return sorted;
    }

    /** Hook points of the table, in order. */
    public List<HookPoint> hooks() {
        return hooks;
    }

    public FeatureNotes notes() {
        return notes;
    }

    public ObjectProperty<RowFilter> filterProperty() {
        return filter;
    }

    public ReadOnlyObjectProperty<TableState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The table at hand, or null. */
    @Nullable
    FeatureTable table() {
        return state.get() instanceof TableState.Ready ready ? ready.features() : null;
    }

    /** The feature whose evidence is shown, or null. */
    public ReadOnlyObjectProperty<@Nullable FeatureRow> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable FeatureEvidence> evidenceProperty() {
        return evidence.getReadOnlyProperty();
    }

    /** Of the selected feature; empty until they are computed. */
    public ReadOnlyObjectProperty<FeatureLogits> logitsProperty() {
        return logits.getReadOnlyProperty();
    }

    /** How the last bulk action went, in a sentence. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** True while the list of shown rows is being replaced: what a table reports as selected meanwhile means nothing. */
    ReadOnlyBooleanProperty listingProperty() {
        return listing.getReadOnlyProperty();
    }

    void setState(TableState now) {
        state.set(now);
    }

    void setRows(List<FeatureRow> all) {
        hooks = all.stream().map(FeatureRow::hook).distinct().sorted().toList();
        list(() -> rows.setAll(all));
    }

    void setSelected(@Nullable FeatureRow row, @Nullable FeatureEvidence ofRow) {
        logits.set(FeatureLogits.none());
        evidence.set(ofRow);
        selected.set(row);
    }

    void setLogits(FeatureLogits ofSelected) {
        logits.set(ofSelected);
    }

    void setMessage(String sentence) {
        message.set(sentence);
    }

    private void applyFilter() {
        RowFilter now = filter.get();
        Predicate<FeatureRow> predicate = row -> now.lists(row, notes);
        list(() -> matching.setPredicate(predicate));
    }

    private void list(Runnable change) {
        listing.set(true);
        change.run();
        listing.set(false);
    }
}
