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
import org.jspecify.annotations.Nullable;

/** LoRA factors of one model, f32 leaves with gradients. Read and written in PEFT's format. */
public final class LoraAdapter implements Trainable {

    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String CONFIG = "adapter_config.json";
    private static final String PREFIX = "base_model.model.";
    private static final Pattern NAME = Pattern.compile(
            "base_model\\.model\\.(?:[a-z_]+\\.)*(?:layers|h)\\.(\\d{1,4})\\.([a-z0-9_]+\\.[a-z0-9_]+)\\.lora_([AB])\\.weight");

    /** The head of a classifier, which a language model has no use for. */
    private static final Pattern CLASSIFIER =
            Pattern.compile("base_model\\.model\\.(score|classifier)(\\.modules_to_save)?\\.(weight|bias)");

    private final LoraConfig config;
    private final Layout layout;
    private final Map<String, NDArray> factors;
    private final NDManager manager;
    private final NDArray empty;
    private final NDArray still;
    private final NDArray dropping;

    private LoraAdapter(LoraConfig config, Layout layout, Map<String, NDArray> factors, NDManager manager) {
        this.config = config;
        this.layout = layout;
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
    public static LoraAdapter create(LanguageModel model, LoraConfig wanted, long seed) throws LacunaException {
        Layout layout = model.layout();
        LoraConfig config = wanted.on(layout);
        checkBlocks(config, model.config());
        NDManager manager = model.torch().manager().newSubManager();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, NDArray> factors = new LinkedHashMap<>();
        for (int block : config.blocks()) {
            for (Projection projection : config.projections()) {
                Parameter weight = layout.of(projection);
                int in = (int) weight.shape().get(1);
                float[] a = new float[config.rank() * in];
                double bound = 1 / Math.sqrt(in);
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                }
                Shape down = new Shape(config.rank(), in);
                Shape up = new Shape(weight.shape().get(0), config.rank());
                factors.put(name(layout, block, weight, 'A'), lasting(manager.create(a, down)));
                factors.put(name(layout, block, weight, 'B'), lasting(manager.zeros(up, DataType.FLOAT32)));
            }
        }
        return new LoraAdapter(config, layout, factors, manager);
    }

    private static void checkBlocks(LoraConfig config, ModelConfig model) throws LacunaException {
        if (config.blocks().first() < 0 || config.blocks().last() >= model.layers()) {
            throw new LacunaException(
                    "The adapter names blocks " + config.blocks().first() + " to "
                            + config.blocks().last() + ", but the model has blocks 0 to " + (model.layers() - 1) + ".");
        }
    }

    private static String name(Layout layout, int block, Parameter weight, char factor) {
        return layout.blocks() + block + "." + weight.module() + ".lora_" + factor + ".weight";
    }

    /** Reads a folder written by PEFT or by {@link #write}; every shape is checked against the model first. */
    public static LoraAdapter read(Path folder, LanguageModel model) throws LacunaException {
        JsonNode json = Json.readTree(folder.resolve(CONFIG));
        refuseVariants(folder, json);
        Layout layout = model.layout();
        try (Safetensors file = Safetensors.open(folder.resolve(WEIGHTS))) {
            Map<String, String> inFile = factorNames(file, layout);
            TreeSet<Integer> blocks = new TreeSet<>();
            EnumSet<Projection> projections = EnumSet.noneOf(Projection.class);
            for (String name : file.names()) {
                Matcher m = NAME.matcher(name);
                if (m.matches()) {
                    blocks.add(Integer.parseInt(m.group(1)));
                    projections.add(projection(layout, m.group(2), file));
                }
            }
            int rank = json.path("r").asInt(0);
            double alpha = json.path("lora_alpha").asDouble(rank);
            double scaledAlpha = json.path("use_rslora").asBoolean(false) ? alpha * Math.sqrt(rank) : alpha;
            LoraConfig config =
                    config(folder, rank, scaledAlpha, json.path("lora_dropout").asDouble(0), projections, blocks);
            checkBlocks(config, model.config());
            return load(file, inFile, config, model);
        }
    }

    /** The file's name of every factor, by ours; the prefix depends on the class that the adapter was trained around. */
    private static Map<String, String> factorNames(Safetensors file, Layout layout) throws LacunaException {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : file.names()) {
            Matcher m = NAME.matcher(name);
            if (m.matches()) {
                names.put(layout.blocks() + m.group(1) + "." + m.group(2) + ".lora_" + m.group(3) + ".weight", name);
            } else if (!CLASSIFIER.matcher(name).matches()) {
                throw new LacunaException("Tensor " + name + " of " + file.file()
                        + " is no LoRA factor of a block; the adapter belongs to another architecture or changes more"
                        + " than this program applies.");
            }
        }
        if (names.isEmpty()) {
            throw new LacunaException(file.file() + " holds no LoRA factors.");
        }
        return names;
    }

    private static Projection projection(Layout layout, String module, Safetensors file) throws LacunaException {
        for (Parameter weight : layout.projections()) {
            if (weight.module().equals(module)) {
                return java.util.Objects.requireNonNull(weight.projection());
            }
        }
        throw new LacunaException(file.file() + " adapts " + module + ", which this model does not have; it has "
                + layout.projections().stream().map(Parameter::module).toList()
                + ". The adapter belongs to another architecture.");
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

    private static LoraAdapter load(
            Safetensors file, Map<String, String> inFile, LoraConfig config, LanguageModel model)
            throws LacunaException {
        Layout layout = model.layout();
        NDManager manager = model.torch().manager().newSubManager();
        try {
            Map<String, NDArray> factors = new LinkedHashMap<>();
            for (int block : config.blocks()) {
                for (Projection projection : config.projections()) {
                    Parameter weight = layout.of(projection);
                    String a = name(layout, block, weight, 'A');
                    String b = name(layout, block, weight, 'B');
                    if (!inFile.containsKey(a) && !inFile.containsKey(b)) {
                        continue; // decision: PEFT allows a projection in some blocks only
                    }
                    String fileA = inFile.getOrDefault(a, PREFIX + a);
                    String fileB = inFile.getOrDefault(b, PREFIX + b);
                    file.require(fileA, config.rank(), weight.shape().get(1));
                    file.require(fileB, weight.shape().get(0), config.rank());
                    factors.put(a, file.load(manager, fileA));
                    factors.put(b, file.load(manager, fileB));
                }
            }
            return new LoraAdapter(config, layout, factors, manager);
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    // fan_in_fan_out is read over: it says how the base keeps its weight, which the model's layout knows.
    private static void refuseVariants(Path folder, JsonNode json) throws LacunaException {
        if (!json.path("peft_type").asText("LORA").equals("LORA")) {
            throw new LacunaException(folder + " holds a PEFT adapter of type "
                    + json.path("peft_type").asText() + "; only LORA is supported.");
        }
        for (String variant : List.of("use_dora", "use_qalora", "use_bdlora")) {
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
        json.put("fan_in_fan_out", layout.projections().stream().anyMatch(Parameter::isTransposed));
        json.put("init_lora_weights", true);
        json.put(
                "target_modules",
                config.projections().stream().map(this::targetModule).toList());
        json.put("layers_to_transform", config.blocks());
        Json.write(folder.resolve(CONFIG), json);
    }

    /** The last part of a module's name, or two where the last alone would match another one, too (GPT-2's c_proj). */
    private String targetModule(Projection projection) {
        String module = layout.of(projection).module();
        String last = module.substring(module.lastIndexOf('.'));
        boolean unique = layout.projections().stream()
                        .filter(other -> other.module().endsWith(last))
                        .count()
                == 1;
        return unique ? last.substring(1) : module;
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

    @Override
    public ModelVariant variant() {
        return ModelVariant.of(this);
    }

    /** Number of trainable values. */
    @Override
    public long size() {
        return factors.values().stream().mapToLong(NDArray::size).sum();
    }

    /** [A_0, B_0, A_1, B_1, ...] of a block for the kernel, by slot; empty arrays where there is no factor. */
    List<NDArray> ofBlock(int block) {
        List<NDArray> list = new ArrayList<>();
        for (Parameter weight : layout.projections()) {
            list.add(factors.getOrDefault(name(layout, block, weight, 'A'), empty));
            list.add(factors.getOrDefault(name(layout, block, weight, 'B'), empty));
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

    /** scale B A, the change of a block's weight: f32 [d_out, d_in]; null if it has no factors. */
    @Nullable
    NDArray delta(String parameter) {
        String module = parameter.substring(0, parameter.length() - ".weight".length());
        NDArray a = factors.get(module + ".lora_A.weight");
        NDArray b = factors.get(module + ".lora_B.weight");
        return a == null || b == null ? null : b.matMul(a).mul(config.scale());
    }

    @Override
    public void close() {
        manager.close();
    }
}
