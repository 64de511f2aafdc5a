package lacuna.ui.project;

import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import lacuna.project.Versions;
import lacuna.tensor.Torch.DeviceChoice;
import lacuna.ui.app.HeaderModel;
import lacuna.ui.session.EngineFacts;
import lacuna.ui.session.Session;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** The engine: what it computes on, which versions, how much memory; and the choice of the device. */
final class EngineCard extends VBox {

    private static final double MIB = 1 << 20;

    private final Label device;
    private final Label versions;
    private final Label machine;
    private final Label heap;

    EngineCard(Session session) {
        getStyleClass().add("panel");
        Label heading = Words.heading("Engine");
        FactGrid grid = FactGrid.pairs();
        grid.pair("Compute on", choice(session));
        device = grid.pair("Device", "");
        device.setId("engine-device");
        versions = grid.pair("PyTorch", "");
        grid.pair("Lacuna", Versions.lacuna() + ", Java " + System.getProperty("java.version"));
        machine = grid.pair("Memory", "");
        heap = grid.pair("Java heap", "");
        getChildren().addAll(heading, grid);
        session.engineProperty().subscribe(facts -> show(session));
        session.engineStateProperty().subscribe(state -> show(session));
    }

    void refresh() {
        Runtime runtime = Runtime.getRuntime();
        machine.setText(EngineFacts.memory());
        heap.setText(String.format(
                "%,.0f of %,.0f MiB in use",
                (runtime.totalMemory() - runtime.freeMemory()) / MIB, runtime.maxMemory() / MIB));
    }

    private void show(Session session) {
        EngineFacts facts = session.engineProperty().get();
        boolean failed = session.engineStateProperty().getValue() == HeaderModel.Engine.FAILED;
        String none = failed ? "Not running" : "Starting";
        device.setText(facts == null ? none : facts.device());
        versions.setText(facts == null ? none : facts.version() + ", DJL " + Versions.djl());
        refresh();
    }

    private static ComboBox<DeviceChoice> choice(Session session) {
        ComboBox<DeviceChoice> box = new ComboBox<>();
        box.setId("engine-choice");
        box.setAccessibleText("Compute on");
        box.getItems().setAll(DeviceChoice.values());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable DeviceChoice choice) {
                return choice == null
                        ? ""
                        : switch (choice) {
                            case AUTO -> "GPU if there is one";
                            case CPU -> "CPU";
                            case CUDA -> "GPU (CUDA)";
                        };
            }

            @Override
            public @Nullable DeviceChoice fromString(String text) {
                return null; // not editable
            }
        });
        box.setValue(session.device());
        box.setOnAction(event -> session.useDevice(box.getValue()));
        return box;
    }
}
