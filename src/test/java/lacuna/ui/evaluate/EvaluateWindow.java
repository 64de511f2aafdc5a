package lacuna.ui.evaluate;

import java.util.List;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.task.ComputeThread;

/** The place Evaluate alone in the window of the application, over a made-up project. */
final class EvaluateWindow {

    final FakeEvaluatePort port = new FakeEvaluatePort();
    final FakeDialogs dialogs = new FakeDialogs();
    private final FxTest fx;
    private AppContext context;
    private EvaluateController evaluate;

    EvaluateWindow(FxTest fx) {
        this.fx = fx;
    }

    EvaluateModel open() {
        fx.run(() -> {
            context = AppContext.of(List.of(), fx.preferences(), fx.themes(), new ComputeThread(), dialogs);
            evaluate = new EvaluateController(fx.themes(), context.jobs(), context.dialogs(), () -> {});
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(evaluate));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            evaluate.open(port);
        });
        fx.resizeTo(1280, 800);
        return evaluate.model();
    }

    void close() {
        fx.run(() -> {
            context.jobs().cancelAll();
            port.batches.release(1000);
            context.jobs().closeThen(() -> {});
        });
    }

    /** At both sizes and in both themes. */
    void pictures(String name) {
        fx.picturesInBothThemes(name);
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes(name + "-1080");
        fx.resizeTo(1280, 800);
    }
}
