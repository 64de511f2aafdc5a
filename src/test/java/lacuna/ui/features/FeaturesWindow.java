package lacuna.ui.features;

import java.util.List;
import java.util.Map;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.app.MainWindow;
import lacuna.ui.app.Place;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.Icon;

/** The place inside the window, on statistics that look like the sample's. */
final class FeaturesWindow {

    private record Elsewhere(String title, Icon symbol) implements Place {
        @Override
        public String icon() {
            return symbol.code();
        }

        @Override
        public Node view() {
            return new Region();
        }
    }

    final FxTest fx;
    final FakePort port;
    final FakeDialogs dialogs;
    final FeaturesController controller;

    static FeaturesWindow open(FxTest fx, Jobs jobs) throws Exception {
        SyntheticFeatures synthetic = new SyntheticFeatures();
        FakePort port = new FakePort(synthetic.table(), synthetic::piece);
        FakeDialogs dialogs = new FakeDialogs();
        FeaturesController controller =
                fx.call(() -> new FeaturesController(jobs, fx.themes(), dialogs, fx.preferences()));
        fx.run(() -> {
            AppContext context = AppContext.of(List.of(), fx.preferences(), fx.themes(), jobs, dialogs);
            new MainWindow(context).show(fx.stage(), () -> {});
            context.register(List.of(
                    new Elsewhere("Project", Icon.PROJECT),
                    controller,
                    new Elsewhere("Train", Icon.TRAIN),
                    new Elsewhere("Compare", Icon.COMPARE),
                    new Elsewhere("Evaluate", Icon.EVALUATE)));
            context.header().projectProperty().set("Ember Isles");
            context.header().projectDetailProperty().set("4.1 M parameters, 3 SAEs");
            context.header().engineProperty().set(HeaderModel.Engine.READY);
            context.header().engineTextProperty().set("CPU \u00b7 PyTorch 2.7.1");
            context.navigation().show("Features");
            controller.open(port, Map.of());
        });
        fx.resizeTo(1280, 800);
        return new FeaturesWindow(fx, port, controller, dialogs);
    }

    private FeaturesWindow(FxTest fx, FakePort port, FeaturesController controller, FakeDialogs dialogs) {
        this.fx = fx;
        this.port = port;
        this.controller = controller;
        this.dialogs = dialogs;
    }

    TableView<FeatureRow> table() {
        return fx.find("#feature-table");
    }

    /** Pictures in both themes at both sizes. */
    void pictures(String name) {
        fx.picturesInBothThemes(name);
        fx.resizeTo(1920, 1080);
        fx.picturesInBothThemes(name + "-1920");
        fx.resizeTo(1280, 800);
    }

    /** Presses at the first place, drags through the others, lets go at the last. */
    void drag(Node node, Point2D... places) {
        fire(node, MouseEvent.MOUSE_PRESSED, places[0]);
        for (Point2D place : places) {
            fire(node, MouseEvent.MOUSE_DRAGGED, place);
        }
        fire(node, MouseEvent.MOUSE_RELEASED, places[places.length - 1]);
    }

    void fire(Node node, EventType<MouseEvent> type, Point2D at) {
        Point2D place = fx.call(() -> node.localToScene(at));
        fx.run(() -> Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        place.getX(),
                        place.getY(),
                        place.getX(),
                        place.getY(),
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null)));
        fx.settle();
    }
}
