package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.LacunaException;
import lacuna.tensor.Kernels;
import lacuna.tensor.MappedTensors;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * The tensors of a model on the engine's device, in the order its family's kernels take them. Linear maps are [d_out, d_in], whatever
 * the file's orientation.
 *
 * @param embedding token table [vocabulary, d_model], and the table of positions where they are learned
 * @param blocks per block, in the order of its {@link Layout}
 * @param finalNorm gain, and bias where there is one, as stored
 * @param head [vocabulary, d_model]; the token table itself when tied
 */
public record Weights(List<NDArray> embedding, List<List<NDArray>> blocks, List<NDArray> finalNorm, NDArray head) {

    /** Name and shape of every tensor, in the order of the blocks. */
    public static Map<String, long[]> layout(ModelConfig config) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Family.of(config)
                .layout(config)
                .all()
                .forEach((name, parameter) -> shapes.put(name, parameter.shape().getShape()));
        return shapes;
    }

    /** Reads single-file or sharded weights as f32, checking every shape against the configuration before loading anything. */
    public static Weights read(Path folder, ModelConfig config, NDManager manager) throws LacunaException {
        Layout layout = Family.of(config).layout(config);
        try (WeightFiles files = WeightFiles.open(folder)) {
            files.require(layout);
            Map<String, NDArray> loaded = new LinkedHashMap<>();
            for (Parameter parameter : layout.all().values()) {
                String name = files.spelling(layout, parameter.name());
                Safetensors file = files.holder(name);
                NDArray stored = file.load(manager, name);
                loaded.put(parameter.name(), parameter.isTransposed() ? turned(stored) : stored);
            }
            return of(config, loaded);
        }
    }

    /**
     * Loads checked weights in a dtype, each tensor alone, so that no more is held than the model takes; on the CPU those that are stored
     * in that dtype stay where they are, in the mapped file.
     */
    static Weights map(WeightFiles files, ModelConfig config, Torch torch, NDManager manager, Precision precision)
            throws LacunaException {
        Layout layout = Family.of(config).layout(config);
        Map<Safetensors, MappedTensors> mapped = new IdentityHashMap<>();
        try {
            Map<String, NDArray> loaded = new LinkedHashMap<>();
            for (Parameter parameter : layout.all().values()) {
                String name = files.spelling(layout, parameter.name());
                MappedTensors tensors =
                        mapped.computeIfAbsent(files.holder(name), file -> new MappedTensors(torch, file, manager));
                NDArray stored = tensors.load(name, precision.dtype());
                loaded.put(parameter.name(), parameter.isTransposed() ? turned(stored) : stored);
            }
            return of(config, loaded);
        } finally {
            mapped.values().forEach(MappedTensors::close);
        }
    }

    /** Normal with deviation 0.02; what is no matrix holds zeros. One f32 tensor at a time exists beside the result. */
    static Weights random(ModelConfig config, Torch torch, NDManager manager, Precision precision) {
        try (Kernels kernels =
                Kernels.load(torch, Weights.class, "narrow.torchscript", Map.of("compute", precision.scriptDtype()))) {
            Map<String, NDArray> made = new LinkedHashMap<>();
            layout(config).forEach((name, shape) -> {
                try (Scope scope = Scope.open()) {
                    NDArray wide = shape.length == 1
                            ? manager.zeros(new Shape(shape))
                            : manager.randomNormal(0, .02f, new Shape(shape), DataType.FLOAT32);
                    NDArray stored = precision == Precision.F32 ? wide : kernels.apply("narrow", wide);
                    stored.attach(manager);
                    made.put(name, scope.keep(stored));
                }
            });
            made.values().forEach(NDScope::unregister);
            return of(config, made);
        }
    }

    private static NDArray turned(NDArray stored) {
        NDArray seen = stored.transpose();
        NDScope.unregister(seen);
        return seen;
    }

    /** Arranges named tensors of {@link #layout}. */
    public static Weights of(ModelConfig config, Map<String, NDArray> named) {
        Layout layout = Family.of(config).layout(config);
        List<List<NDArray>> blocks = new ArrayList<>();
        for (int block = 0; block < config.layers(); block++) {
            blocks.add(arrays(layout.block(block), named));
        }
        return new Weights(
                arrays(layout.embedding(), named),
                List.copyOf(blocks),
                arrays(layout.finalNorm(), named),
                get(named, layout.head()));
    }

    private static List<NDArray> arrays(List<Parameter> parameters, Map<String, NDArray> named) {
        return parameters.stream().map(parameter -> get(named, parameter)).toList();
    }

    private static NDArray get(Map<String, NDArray> named, Parameter parameter) {
        NDArray array = named.get(parameter.name());
        if (array == null) {
            throw new IllegalArgumentException("no tensor " + parameter.name());
        }
        return array;
    }

    /** All tensors by name, in the order of {@link #layout}. */
    public Map<String, NDArray> named(ModelConfig config) {
        List<NDArray> flat = new ArrayList<>(embedding);
        blocks.forEach(flat::addAll);
        flat.addAll(finalNorm);
        flat.add(head);
        Map<String, NDArray> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : layout(config).keySet()) {
            named.put(name, flat.get(i++));
        }
        return named;
    }
}
