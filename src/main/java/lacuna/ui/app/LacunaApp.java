package lacuna.ui.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.prefs.Preferences;
import javafx.application.Platform;
import javafx.stage.Stage;
import lacuna.ui.task.ComputeThread;
import lacuna.ui.theme.ThemeManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the window, in named steps, and ends it.
 *
 * <p>Not a subclass of {@code javafx.application.Application}: that one is made by reflection and would have to fetch its places
 * and arguments from static fields.
 */
public final class LacunaApp {

    private static final Logger LOG = LoggerFactory.getLogger(LacunaApp.class);
    private static final String PREFERENCES_PROPERTY = "lacuna.preferences";

    private final List<String> arguments;
    private final PlaceFactory places;
    private final CountDownLatch ended = new CountDownLatch(1);

    private LacunaApp(List<String> arguments, PlaceFactory places) {
        this.arguments = List.copyOf(arguments);
        this.places = places;
    }

    /** Opens the window and returns when it has closed and the last job has ended. Once a process. */
    public static void launch(List<String> arguments, PlaceFactory places) {
        LacunaApp app = new LacunaApp(arguments, places);
        Platform.startup(app::start);
        app.awaitEnd();
    }

    private void start() {
        try {
            Platform.setImplicitExit(false);
            AppContext context = buildContext();
            catchUncaught(context);
            showWindow(context);
            registerPlaces(context);
        } catch (RuntimeException e) {
            LOG.error("The window could not be opened", e);
            end();
            throw e;
        }
    }

    private AppContext buildContext() {
        Preferences preferences = preferences();
        return AppContext.of(
                arguments, preferences, new ThemeManager(preferences), new ComputeThread(), new FxDialogs());
    }

    /** Where window state is kept; another node by {@code -Dlacuna.preferences=...}, so that tests leave the user's alone. */
    static Preferences preferences() {
        return Preferences.userRoot().node(System.getProperty(PREFERENCES_PROPERTY, "lacuna"));
    }

    private static void catchUncaught(AppContext context) {
        Thread.currentThread().setUncaughtExceptionHandler((thread, cause) -> {
            LOG.error("Uncaught in the window", cause);
            context.errors()
                    .show(
                            "Something went wrong inside Lacuna. Your files are as they were; please report the details.",
                            cause);
        });
    }

    private void showWindow(AppContext context) {
        new MainWindow(context).show(new Stage(), this::end);
    }

    private void registerPlaces(AppContext context) {
        context.register(places.build(context));
    }

    private void end() {
        Platform.exit();
        ended.countDown();
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
