package lacuna.ui.app;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Which places there are and which is in front. The window follows; a screen may ask for another place by its title. */
public final class Navigation {

    private final ObservableList<Place> places = FXCollections.observableArrayList();
    // decision: one view for good; a view listens to its list weakly, so one made for each call would fall silent
    private final ObservableList<Place> view = FXCollections.unmodifiableObservableList(places);
    private final ReadOnlyObjectWrapper<@Nullable Place> current = new ReadOnlyObjectWrapper<>(this, "current", null);

    void register(List<Place> all) {
        places.setAll(all);
    }

    public ObservableList<Place> places() {
        return view;
    }

    public ReadOnlyObjectProperty<@Nullable Place> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Does nothing where there is no such place. */
    public void show(String title) {
        places.stream().filter(place -> place.title().equals(title)).findFirst().ifPresent(this::show);
    }

    void show(Place place) {
        if (current.get() != place) {
            current.set(place);
            place.shown();
        }
    }

    void show(int index) {
        if (index < places.size()) {
            show(places.get(index));
        }
    }
}
