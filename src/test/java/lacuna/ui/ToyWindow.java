package lacuna.ui;

import java.nio.file.Path;
import java.util.List;
import lacuna.project.ToyProject;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.app.Place;
import lacuna.ui.task.ComputeThread;

/** The whole window on a very small project, with a real engine behind it. */
final class ToyWindow {

    final AppContext context;
    final Path project;
    private final FxTest fx;
    private volatile boolean ended;

    private ToyWindow(FxTest fx, AppContext context, Path project) {
        this.fx = fx;
        this.context = context;
        this.project = project;
    }

    /** Writes the project into the folder and opens it, and waits for the engine. */
    static ToyWindow open(FxTest fx, Path folder, FakeDialogs dialogs) throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyWindow window = fx.call(() -> {
            AppContext context = AppContext.of(
                    List.of(project.toString()), fx.preferences(), fx.themes(), new ComputeThread(), dialogs);
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(new Screens().build(context));
            return new ToyWindow(fx, context, project);
        });
        fx.resizeTo(1280, 800);
        fx.await("the project is open", () -> fx.isShown("#project-heading"));
        fx.await(
                "the engine is up",
                () -> window.context.header().engineProperty().get() == HeaderModel.Engine.READY);
        return window;
    }

    /** Ends every job and closes every place. */
    void close() {
        fx.run(() -> {
            context.jobs().cancelAll();
            context.navigation().places().forEach(Place::close);
            context.jobs().closeThen(() -> ended = true);
        });
        fx.await("everything is closed", () -> ended);
    }
}
