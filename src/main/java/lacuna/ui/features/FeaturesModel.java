package lacuna.ui.features;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import lacuna.features.Neighbour;
import lacuna.features.TextActivations;
import lacuna.model.HookPoint;
import lacuna.ui.task.Jobs;
import org.jspecify.annotations.Nullable;

/** The state of the place. No controls; JavaFX thread only. */
public final class FeaturesModel {

    private final Arranger arranger;
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
    private final ReadOnlyObjectWrapper<FeatureNeighbours> neighbours =
            new ReadOnlyObjectWrapper<>(this, "neighbours", FeatureNeighbours.none());
    private final ReadOnlyObjectWrapper<@Nullable List<Neighbour>> together =
            new ReadOnlyObjectWrapper<>(this, "together", null);
    private final ReadOnlyObjectWrapper<OtherMatches> others =
            new ReadOnlyObjectWrapper<>(this, "others", OtherMatches.none());
    private final ReadOnlyObjectWrapper<@Nullable TextActivations> tried =
            new ReadOnlyObjectWrapper<>(this, "tried", null);
    private final ReadOnlyObjectWrapper<@Nullable Previewed> preview =
            new ReadOnlyObjectWrapper<>(this, "preview", null);
    private final ReadOnlyObjectWrapper<MapState> map = new ReadOnlyObjectWrapper<>(this, "map", MapState.NONE);
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final ReadOnlyObjectWrapper<List<SavedSelection>> selections =
            new ReadOnlyObjectWrapper<>(this, "selections", List.of());
    private final List<Arranger.SortBy> order = new ArrayList<>();
    private @Nullable FeatureTable lines;

    FeaturesModel(Jobs jobs) {
        arranger = new Arranger(jobs, Arranger.AT_ONCE);
        filter.subscribe(now -> arrange());
        notes.revisionProperty().subscribe(() -> {
            if (filter.get().marks() != MarkFilter.ALL) {
                arrange();
            }
        });
    }

    /** All rows, in the order of the statistics. */
    public List<FeatureRow> rows() {
        return lines == null ? List.of() : lines.rows();
    }

    /** Those that pass the filter, in the order of {@link #sortBy}. */
    public ShownRows shown() {
        return arranger.shown();
    }

    /** Hook points of the table, in order. */
    public List<HookPoint> hooks() {
        return lines == null ? List.of() : lines.hooks();
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
        return lines;
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

    /** Of the selected feature; empty until they are computed. */
    public ReadOnlyObjectProperty<FeatureNeighbours> neighboursProperty() {
        return neighbours.getReadOnlyProperty();
    }

    /** Features on at the same tokens as the selected one, most often first; null until they are found. */
    ReadOnlyObjectProperty<@Nullable List<Neighbour>> togetherProperty() {
        return together.getReadOnlyProperty();
    }

    /** The selected feature in another SAE; empty until it is found, or where none was chosen. */
    public ReadOnlyObjectProperty<OtherMatches> othersProperty() {
        return others.getReadOnlyProperty();
    }

    /** The text that was read last, or null. */
    public ReadOnlyObjectProperty<@Nullable TextActivations> triedProperty() {
        return tried.getReadOnlyProperty();
    }

    /** The preview made last, or null. */
    ReadOnlyObjectProperty<@Nullable Previewed> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** The map drawn last, or what there is instead. */
    ReadOnlyObjectProperty<MapState> mapProperty() {
        return map.getReadOnlyProperty();
    }

    /** How the last bulk action went, in a sentence. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** True while the list of shown rows is being replaced: what a table reports as selected meanwhile means nothing. */
    ReadOnlyBooleanProperty listingProperty() {
        return arranger.replacingProperty();
    }

    /** True while the rows shown are not yet those that were asked for last: a long table is arranged on another thread. */
    ReadOnlyBooleanProperty arrangingProperty() {
        return arranger.underWayProperty();
    }

    /** Runs it when the rows shown are those that were asked for last: now, or later. */
    void whenArranged(Runnable action) {
        arranger.whenArranged(action);
    }

    /** Marks that were saved under a name, by name. */
    public ReadOnlyObjectProperty<List<SavedSelection>> selectionsProperty() {
        return selections.getReadOnlyProperty();
    }

    void setSelections(List<SavedSelection> now) {
        selections.set(List.copyOf(now));
    }

    void setState(TableState now) {
        state.set(now);
    }

    /** Shows a table, or nothing for null. */
    void setTable(@Nullable FeatureTable table) {
        lines = table;
        arrange();
        map.set(MapState.NONE);
    }

    /** Orders what is shown; lines that are alike in all keys go by layer and feature. */
    void sortBy(List<Arranger.SortBy> wanted) {
        order.clear();
        order.addAll(wanted);
        arrange();
    }

    void setSelected(@Nullable FeatureRow row, @Nullable FeatureEvidence ofRow) {
        logits.set(FeatureLogits.none());
        neighbours.set(FeatureNeighbours.none());
        others.set(OtherMatches.none());
        together.set(null);
        evidence.set(ofRow);
        selected.set(row);
    }

    void setLogits(FeatureLogits ofSelected) {
        logits.set(ofSelected);
    }

    void setNeighbours(FeatureNeighbours ofSelected) {
        neighbours.set(ofSelected);
    }

    void setTogether(List<Neighbour> ofSelected) {
        together.set(List.copyOf(ofSelected));
    }

    void setOthers(OtherMatches ofSelected) {
        others.set(ofSelected);
    }

    void setTried(@Nullable TextActivations text) {
        tried.set(text);
    }

    void setPreview(@Nullable Previewed result) {
        preview.set(result);
    }

    void setMap(MapState now) {
        map.set(now);
    }

    void setMessage(String sentence) {
        message.set(sentence);
    }

    private void arrange() {
        arranger.arrange(lines, filter.get(), order, notes.now());
    }
}
