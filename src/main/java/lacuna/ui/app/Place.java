package lacuna.ui.app;

import javafx.scene.Node;

/** One of the window's places, as the navigation knows it. All methods on the JavaFX thread. */
public interface Place {

    /** One word for the rail. */
    String title();

    /** Feather name, as {@code Icon.FEATURES.code()}. */
    String icon();

    /** The same node each time; built on first call. */
    Node view();

    /** The place has come to the front. */
    default void shown() {}

    /** The window closes: end subscriptions, put the closing of engine memory on the compute thread. */
    default void close() {}
}
