package lacuna.ui.app;

import java.nio.file.Path;
import javafx.application.Application;
import javafx.application.HostServices;
import javafx.stage.Stage;

/** By the system's own choice of program. */
public final class SystemDocuments implements Documents {

    /** Stands for the application that the window is not; JavaFX hands out its services to nothing else. */
    private static final class Host extends Application {
        @Override
        public void start(Stage stage) {
            throw new IllegalStateException("not meant to be launched");
        }
    }

    private final HostServices services = new Host().getHostServices();

    @Override
    public void open(Path path) {
        services.showDocument(path.toUri().toString());
    }
}
