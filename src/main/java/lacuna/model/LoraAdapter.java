package lacuna.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/** LoRA factors of one model, f32 leaves with gradients. Read and written in PEFT's format. */
public final class LoraAdapter implements Trainable {

    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String CONFIG = "adapter_config.json";
    private static final String PREFIX = "base_model.model.";
    private static final Pattern NAME = Pattern.compile(
            "base_model\\.model\\.model\\.layers\\.(\\d+)\\.([a-z_]+\\.[a-z_]+)\\.lora_([AB])\\.weight");

    private final LoraConfig config;
    private final Map<String, NDArray> factors;
    private final NDManager manager;
    private final NDArray empty;
    private final NDArray still;
    private final NDArray dropping;

    private LoraAdapter(LoraConfig config, Map<String, NDArray> factors, NDManager manager) {
        this.config = config;
        this.factors = factors;
        this.manager = manager;
        this.empty = lasting(manager.create(new Shape(0)));
        NDManager cpu = manager.newSubManager(Device.cpu());
        this.still = lasting(cpu.create(new double[] {config.scale(), 0}));
        this.dropping = lasting(cpu.create(new double[] {config.scale(), config.dropout()}));
        factors.values().forEach(factor -> factor.setRequiresGradient(true));
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /**
     * A fresh adapter that changes nothing yet: A uniform in &plusmn;1/sqrt(d_in) (Kaiming with a = sqrt 5, PEFT's default), B zero.
     * The numbers depend only on the seed, not on the device.
     */
    public static LoraAdapter create(LanguageModel model, LoraConfig config, long seed) throws LacunaException {
        checkBlocks(config, model.config());
        NDManager manager = model.torch().manager().newSubManager();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, NDArray> factors = new LinkedHashMap<>();
        for (int block : config.blocks()) {
            for (Projection projection : config.projections()) {
                Shape weight = model.weights()
                        .blocks()
                        .get(block)
                        .get(projection.weightIndex())
                        .getShape();
                int in = (int) weight.get(1);
                float[] a = new float[config.rank() * in];
                double bound = 1 / Math.sqrt(in);
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
                factors.put(name(block, projection, 'A'), lasting(manager.create(a, new Shape(config.rank(), in))));
                factors.put(
                        name(block, projection, 'B'),
                        lasting(manager.zeros(new Shape(weight.get(0), config.rank()), DataType.FLOAT32)));
            }
        }
        return new LoraAdapter(config, factors, manager);
    }

    private static void checkBlocks(LoraConfig config, ModelConfig model) throws LacunaException {
        if (config.blocks().first() < 0 || config.blocks().last() >= model.layers()) {
            throw new LacunaException(
                    "The adapter names blocks " + config.blocks().first() + " to "
                            + config.blocks().last() + ", but the model has blocks 0 to " + (model.layers() - 1) + ".");
        }
    }

    private static String name(int block, Projection projection, char factor) {
        return "model.layers." + block + "." + projection.path() + ".lora_" + factor + ".weight";
    }

    /** Reads a folder written by PEFT or by {@link #write}; every shape is checked against the model first. */
    public static LoraAdapter read(Path folder, LanguageModel model) throws LacunaException {
        JsonNode json = Json.readTree(folder.resolve(CONFIG));
        refuseVariants(folder, json);
        try (Safetensors file = Safetensors.open(folder.resolve(WEIGHTS))) {
            TreeSet<Integer> blocks = new TreeSet<>();
            EnumSet<Projection> projections = EnumSet.noneOf(Projection.class);
            for (String name : file.names()) {
                Matcher m = NAME.matcher(name);
                if (!m.matches()) {
                    throw new LacunaException(
                            "Tensor " + name + " of " + file.file()
                                    + " is no LoRA factor of a Llama-layout model; the adapter belongs to another architecture.");
                }
                blocks.add(Integer.parseInt(m.group(1)));
                projections.add(
                        Projection.ofModule(m.group(2).substring(m.group(2).indexOf('.') + 1)));
            }
            if (blocks.isEmpty()) {
                throw new LacunaException(file.file() + " holds no LoRA factors.");
            }
            int rank = json.path("r").asInt(0);
            double alpha = json.path("lora_alpha").asDouble(rank);
            double scaledAlpha = json.path("use_rslora").asBoolean(false) ? alpha * Math.sqrt(rank) : alpha;
            LoraConfig config =
                    config(folder, rank, scaledAlpha, json.path("lora_dropout").asDouble(0), projections, blocks);
            checkBlocks(config, model.config());
            return load(file, config, model);
        }
    }

    private static LoraConfig config(
            Path folder,
            int rank,
            double alpha,
            double dropout,
            EnumSet<Projection> projections,
            TreeSet<Integer> blocks)
            throws LacunaException {
        try {
            return new LoraConfig(rank, alpha, dropout, projections, blocks);
        } catch (IllegalArgumentException e) {
            throw new LacunaException(folder.resolve(CONFIG) + " is unusable: " + e.getMessage() + ".", e);
        }
    }

    private static LoraAdapter load(Safetensors file, LoraConfig config, LanguageModel model) throws LacunaException {
        NDManager manager = model.torch().manager().newSubManager();
        Map<String, NDArray> factors = new LinkedHashMap<>();
        for (int block : config.blocks()) {
            for (Projection projection : config.projections()) {
                String a = name(block, projection, 'A');
                if (!file.has(PREFIX + a)) {
                    continue; // decision: PEFT allows a projection in some blocks only
                }
                String b = name(block, projection, 'B');
                Shape weight = model.weights()
                        .blocks()
                        .get(block)
                        .get(projection.weightIndex())
                        .getShape();
                file.require(PREFIX + a, config.rank(), weight.get(1));
                file.require(PREFIX + b, weight.get(0), config.rank());
                factors.put(a, file.load(manager, PREFIX + a));
                factors.put(b, file.load(manager, PREFIX + b));
            }
        }
        return new LoraAdapter(config, factors, manager);
    }

    private static void refuseVariants(Path folder, JsonNode json) throws LacunaException {
        if (!json.path("peft_type").asText("LORA").equals("LORA")) {
            throw new LacunaException(folder + " holds a PEFT adapter of type "
                    + json.path("peft_type").asText() + "; only LORA is supported.");
        }
        for (String variant : List.of("use_dora", "fan_in_fan_out", "use_qalora", "use_bdlora")) {
            if (json.path(variant).asBoolean(false)) {
                throw new LacunaException(folder + " uses the LoRA variant " + variant + ", which is not supported.");
            }
        }
        if (!json.path("rank_pattern").isEmpty() || !json.path("alpha_pattern").isEmpty()) {
            throw new LacunaException(folder + " gives modules different ranks or alphas, which is not supported.");
        }
    }

    /** Writes {@code adapter_model.safetensors} and {@code adapter_config.json} as PEFT reads them. */
    @Override
    public void write(Path folder) throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        new TreeMap<>(factors).forEach((name, factor) -> writer.array(PREFIX + name, factor, Dtype.F32));
        writer.write(folder.resolve(WEIGHTS));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("inference_mode", true);
        json.put("r", config.rank());
        json.put(
                "lora_alpha",
                config.alpha() == Math.rint(config.alpha()) ? (Object) (long) config.alpha() : config.alpha());
        json.put("lora_dropout", config.dropout());
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("init_lora_weights", true);
        json.put(
                "target_modules",
                config.projections().stream().map(Projection::module).toList());
        json.put("layers_to_transform", config.blocks());
        Json.write(folder.resolve(CONFIG), json);
    }

    public LoraConfig config() {
        return config;
    }

    /** The leaves A and B, block by block, in a stable order; what an optimiser updates. */
    @Override
    public List<NDArray> parameters() {
        return List.copyOf(factors.values());
    }

    /** Names of {@link #parameters()}, in the same order: {@code model.layers.3.mlp.down_proj.lora_A.weight}. */
    @Override
    public List<String> names() {
        return List.copyOf(factors.keySet());
    }

    /** Number of trainable values. */
    @Override
    public long size() {
        return factors.values().stream().mapToLong(NDArray::size).sum();
    }

    /** [A_0, B_0, ..., A_6, B_6] of a block for the kernel; empty arrays where there is no factor. */
    List<NDArray> ofBlock(int block) {
        List<NDArray> list = new ArrayList<>();
        for (Projection projection : Projection.values()) {
            list.add(factors.getOrDefault(name(block, projection, 'A'), empty));
            list.add(factors.getOrDefault(name(block, projection, 'B'), empty));
        }
        return list;
    }

    boolean touches(int block) {
        return config.blocks().contains(block);
    }

    /** [scale, dropout probability] for the kernel. */
    NDArray settings(Pass pass) {
        return pass.dropout() ? dropping : still;
    }

    /** scale B A, the change of a weight: [d_out, d_in]; null if the projection has no factors. */
    @org.jspecify.annotations.Nullable
    NDArray delta(int block, Projection projection) {
        NDArray a = factors.get(name(block, projection, 'A'));
        NDArray b = factors.get(name(block, projection, 'B'));
        return a == null || b == null ? null : b.matMul(a).mul(config.scale());
    }

    @Override
    public void close() {
        manager.close();
    }
}
