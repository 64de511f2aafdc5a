package lacuna.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import lacuna.run.LacunaException;

/**
 * Whole weights that are trained, as what is added to them: W = W0 + D with D zero at first. For methods that change weights instead of
 * adapting them, and for fine-tuning.
 *
 * <p>decision: D is the factor A of a LoRA adapter of full rank whose B is the identity and stays so, W x = W0 x + I (D x). The gradient in D is
 * the gradient in W, so the training is that of the weights themselves (weight decay would pull D, not W, towards zero); and the frozen
 * model, checkpoints, export and every evaluation are those of an adapter, read by PEFT too. It costs one more product per weight.
 */
public final class WeightChange implements Trainable {

    private final LoraAdapter adapter;
    private final List<NDArray> changes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private WeightChange(LoraAdapter adapter) {
        this.adapter = adapter;
        for (int i = 0; i < adapter.names().size(); i++) {
            String name = adapter.names().get(i);
            if (name.endsWith(".lora_A.weight")) {
                changes.add(adapter.parameters().get(i));
                names.add(name);
            } else {
                adapter.parameters().get(i).setRequiresGradient(false);
            }
        }
    }

    /**
     * @param projection which weight of each block, whatever the family calls it
     * @throws LacunaException if the model has no such block
     */
    public static WeightChange none(LanguageModel model, Projection projection, SortedSet<Integer> blocks)
            throws LacunaException {
        Layout layout = model.layout();
        Projection has = layout.adapted(Set.of(projection)).iterator().next();
        int rows = (int) layout.of(has).shape().get(0);
        LoraConfig config = new LoraConfig(rows, rows, 0, Set.of(has), new TreeSet<>(blocks));
        LoraAdapter adapter = LoraAdapter.create(model, config, 0);
        for (int i = 0; i < adapter.names().size(); i++) {
            NDArray factor = adapter.parameters().get(i);
            float[] values = new float[(int) factor.size()];
            if (adapter.names().get(i).endsWith(".lora_B.weight")) {
                for (int row = 0; row < rows; row++) {
                    values[row * rows + row] = 1;
                }
            }
            factor.set(values);
        }
        return new WeightChange(adapter);
    }

    /** The model with these changes. */
    public LoraAdapter adapter() {
        return adapter;
    }

    @Override
    public ModelVariant variant() {
        return ModelVariant.of(adapter);
    }

    @Override
    public List<NDArray> parameters() {
        return List.copyOf(changes);
    }

    @Override
    public List<String> names() {
        return List.copyOf(names);
    }

    @Override
    public long size() {
        return changes.stream().mapToLong(NDArray::size).sum();
    }

    @Override
    public void write(Path folder) throws LacunaException {
        adapter.write(folder);
    }

    @Override
    public void close() {
        adapter.close();
    }
}
