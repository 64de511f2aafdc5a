package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.tensor.AdamW;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/**
 * {@code checkpoint.safetensors}: the trained values by name, the optimiser's moments as {@code optimizer.m.I}, {@code .v.I},
 * {@code .s.I} of value I, and in the metadata the step and a fingerprint of everything that decides the numbers. One file, moved into
 * place, so that there is always a whole one. The order of texts follows from seed and step.
 */
final class Checkpoint {

    private static final String VALUE = "adapter.";
    private static final String MOMENT = "optimizer.";

    private Checkpoint() {}

    static boolean exists(Path file) {
        return Files.exists(file);
    }

    static void write(Path file, Trainable trained, AdamW adam, int step, String fingerprint) throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata("step", Integer.toString(step))
                .metadata("updates", Long.toString(adam.steps()))
                .metadata("fingerprint", fingerprint);
        List<String> names = trained.names();
        for (int i = 0; i < names.size(); i++) {
            writer.array(VALUE + names.get(i), trained.parameters().get(i), Dtype.F32);
        }
        adam.state().forEach((name, moments) -> writer.array(MOMENT + name, moments, Dtype.F32));
        writer.write(file);
    }

    /** Steps done when a checkpoint was written; 0 if there is none. */
    static int step(Path file) throws LacunaException {
        if (!exists(file)) {
            return 0;
        }
        try (Safetensors saved = Safetensors.open(file)) {
            return Math.toIntExact(number(saved, file, "step"));
        }
    }

    /**
     * Takes the trained values and optimiser back to where they were.
     *
     * @return steps done
     * @throws LacunaException if the file is damaged or was written with other settings
     */
    static int restore(Path file, Trainable trained, AdamW adam, String fingerprint) throws LacunaException {
        try (Safetensors saved = Safetensors.open(file)) {
            if (!fingerprint.equals(saved.metadata().get("fingerprint"))) {
                throw new LacunaException("The checkpoint " + file
                        + " belongs to a run with other settings, features or texts. Use the same ones to go on, or start the run"
                        + " afresh in another folder.");
            }
            List<String> names = trained.names();
            for (int i = 0; i < names.size(); i++) {
                NDArray value = trained.parameters().get(i);
                saved.require(VALUE + names.get(i), value.getShape().getShape());
                value.set(FloatBuffer.wrap(saved.floats(VALUE + names.get(i))));
            }
            for (Map.Entry<String, NDArray> moments : adam.state().entrySet()) {
                saved.require(
                        MOMENT + moments.getKey(), moments.getValue().getShape().getShape());
            }
            adam.restore(number(saved, file, "updates"), name -> floats(saved, MOMENT + name));
            return Math.toIntExact(number(saved, file, "step"));
        }
    }

    private static float[] floats(Safetensors saved, String name) {
        try {
            return saved.floats(name);
        } catch (LacunaException e) {
            throw new IllegalStateException(e); // present and of the right shape: just checked
        }
    }

    private static long number(Safetensors saved, Path file, String key) throws LacunaException {
        try {
            return Long.parseLong(String.valueOf(saved.metadata().get(key)));
        } catch (NumberFormatException e) {
            throw new LacunaException(
                    file + " is no checkpoint: it does not say its " + key + ". Start the run afresh.", e);
        }
    }
}
