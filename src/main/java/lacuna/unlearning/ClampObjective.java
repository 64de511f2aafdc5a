package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.model.ModelVariant;
import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.steering.Clamp;
import lacuna.steering.Clamping;
import lacuna.steering.Intervention;
import lacuna.tensor.AdamW;

/** Clamped features in the place of something to train: there are no values to change and no steps, only what is left behind. */
final class ClampObjective implements Objective, Trainable {

    private final Clamping clamping;
    private final Intervention intervention;

    private ClampObjective(Clamping clamping, Intervention intervention) {
        this.clamping = clamping;
        this.intervention = intervention;
    }

    static ClampObjective of(UnlearnInputs inputs, ClampConfig config) throws LacunaException {
        if (inputs.selection().features().isEmpty()) {
            throw new LacunaException(
                    config.title() + " needs features to clamp, and none is chosen. Mark some or lower tau.");
        }
        return of(inputs, new Clamping(layers(inputs, config.clamp())));
    }

    static ClampObjective of(UnlearnInputs inputs, Clamping clamping) throws LacunaException {
        return new ClampObjective(clamping, Intervention.of(inputs.model(), inputs.saes(), clamping));
    }

    private static List<Clamping.Layer> layers(UnlearnInputs inputs, Clamp clamp) {
        List<Clamping.Layer> layers = new ArrayList<>();
        for (String layer : inputs.selection().layers()) {
            List<Integer> features =
                    Arrays.stream(inputs.selection().of(layer)).boxed().toList();
            layers.add(new Clamping.Layer(layer, features, clamp));
        }
        return layers;
    }

    @Override
    public Trainable trained() {
        return this;
    }

    @Override
    public AdamW.Config optimizer() {
        return AdamW.Config.CRISP;
    }

    @Override
    public StepLosses add(int step, Progress progress) {
        throw new IllegalStateException("clamping makes no steps");
    }

    @Override
    public List<NDArray> parameters() {
        return List.of();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public ModelVariant variant() {
        return intervention.variant();
    }

    @Override
    public void write(Path folder) throws LacunaException {
        clamping.write(folder);
    }

    @Override
    public void close() {
        intervention.close();
    }
}
