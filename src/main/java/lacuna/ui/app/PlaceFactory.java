package lacuna.ui.app;

import java.util.List;

/** Builds the places, in the order of the rail. It is where the screens are wired; this package knows none of them. */
@FunctionalInterface
public interface PlaceFactory {

    List<Place> build(AppContext context);
}
