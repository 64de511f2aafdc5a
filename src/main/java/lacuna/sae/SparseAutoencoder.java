package lacuna.sae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * A sparse autoencoder in the one form that every file format is brought to when it is read:
 *
 * <pre>
 * y = norm(x)                                {@link InputNorm}, mostly y = x; x one row of activations
 * u = y            or  u = y - b_dec
 * z = u W_enc + b_enc
 * a = gate(z)                                {@link Gate}
 * x&#770; = norm^-1(a W_dec + b_dec)
 * </pre>
 *
 * Everything is computed in f32, whatever the model's format, because a threshold compared in bf16 flips borderline features. Results
 * live in the caller's innermost {@link Scope}; gradients flow through z where a tape is open.
 */
public final class SparseAutoencoder implements AutoCloseable {

    private final HookPoint hook;
    private final SaeForm form;
    private final NDManager manager;
    private final Kernels kernels;
    private final int inputWidth;
    private final int features;
    private final NDArray encoderBias; // [d_sae]
    private final NDArray decoderBias; // [d_in]
    private final NDArray threshold; // [d_sae]
    private List<NDArray> all;
    private final float[] foldedNorms;

    /**
     * @param manager owns the tensors; closed with this
     * @param tensors W_enc, b_enc, W_dec, b_dec, threshold (zeros if the gate has none)
     * @param foldedNorms lengths that the decoder rows had in the file, if they were brought to 1; else empty
     */
    SparseAutoencoder(
            Torch torch, HookPoint hook, SaeForm form, NDManager manager, List<NDArray> tensors, float[] foldedNorms) {
        this.hook = hook;
        this.form = form;
        this.foldedNorms = foldedNorms.clone();
        this.manager = manager;
        this.inputWidth = (int) tensors.get(0).getShape().get(0);
        this.features = (int) tensors.get(0).getShape().get(1);
        this.encoderBias = tensors.get(1);
        this.decoderBias = tensors.get(3);
        this.threshold = tensors.get(4);
        this.all = List.copyOf(tensors);
        all.forEach(NDScope::unregister);
        this.kernels = Kernels.load(
                torch,
                SparseAutoencoder.class,
                "sae.torchscript",
                Map.of(
                        "k",
                        form.gate() instanceof Gate.TopK topK ? topK.k() : 0,
                        "groups",
                        form.gate() instanceof Gate.GroupMax groups ? groups.k() : 0,
                        "subtract",
                        subtractsDecoderBias(),
                        "norm",
                        form.norm().ordinal()));
    }

    /** Builds one from plain arrays; thresholds below zero are raised to zero, so that no activation is negative. */
    public static SparseAutoencoder of(Torch torch, HookPoint hook, Gate gate, EncoderInput input, SaeWeights weights) {
        return of(torch, hook, SaeForm.of(gate, input), weights);
    }

    /** The same, with rows normalised. */
    public static SparseAutoencoder of(Torch torch, HookPoint hook, SaeForm form, SaeWeights weights) {
        int d = weights.inputWidth();
        int features = weights.features();
        NDManager manager = torch.manager().newSubManager();
        float[] threshold = new float[features];
        float[] given = weights.threshold();
        if (form.gate() instanceof Gate.JumpRelu && given != null) {
            for (int i = 0; i < features; i++) {
                threshold[i] = Math.max(0, given[i]);
            }
        }
        return new SparseAutoencoder(
                torch,
                hook,
                form,
                manager,
                List.of(
                        manager.create(weights.encoder(), new Shape(d, features)),
                        manager.create(weights.encoderBias(), new Shape(features)),
                        manager.create(weights.decoder(), new Shape(features, d)),
                        manager.create(weights.decoderBias(), new Shape(d)),
                        manager.create(threshold, new Shape(features))),
                new float[0]);
    }

    /** Where in the model its input is read. */
    public HookPoint hook() {
        return hook;
    }

    public Gate gate() {
        return form.gate();
    }

    public SaeForm form() {
        return form;
    }

    /** Whether b_dec is subtracted before encoding. */
    public boolean subtractsDecoderBias() {
        return form.input() == EncoderInput.MINUS_DECODER_BIAS;
    }

    public EncoderInput encoderInput() {
        return form.input();
    }

    /** d_in. */
    public int inputWidth() {
        return inputWidth;
    }

    /** d_sae. */
    public int features() {
        return features;
    }

    /** W_enc [d_in, d_sae]. */
    public NDArray encoderWeight() {
        return large(Part.ENCODER);
    }

    /** b_enc [d_sae]. */
    public NDArray encoderBias() {
        return encoderBias;
    }

    /** W_dec [d_sae, d_in]: row i is the decoder direction of feature i. */
    public NDArray decoderWeight() {
        return large(Part.DECODER);
    }

    private NDArray large(Part part) {
        NDArray weight = all.get(part.place);
        if (weight.isEmpty()) {
            throw new IllegalStateException("the " + part.name().toLowerCase(Locale.ROOT) + " of the SAE for " + hook
                    + " is off the device; close what took it away first");
        }
        return weight;
    }

    /** The two tensors that are large. */
    public enum Part {
        ENCODER(0),
        DECODER(2);

        private final int place;

        Part(int place) {
            this.place = place;
        }
    }

    /** Ends a rest: the tensors are back on the device. */
    public interface Rest extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes large tensors off the device and into main memory while nothing reads them. Until the rest is closed, only what does without
     * them may be asked.
     */
    public Rest rest(Set<Part> unread) {
        NDManager host = manager.newSubManager(Device.cpu());
        Map<Part, NDArray> away = new EnumMap<>(Part.class);
        for (Part part : unread) {
            NDArray weight = large(part);
            away.put(part, moved(weight, host));
            weight.close();
            put(part, moved(host.create(new Shape(0)), manager));
        }
        return () -> {
            away.forEach((part, weight) -> {
                all.get(part.place).close();
                put(part, moved(weight, manager));
            });
            host.close();
        };
    }

    private static NDArray moved(NDArray array, NDManager to) {
        NDArray copy = array.toDevice(to.getDevice(), true);
        copy.attach(to);
        NDScope.unregister(copy);
        return copy;
    }

    private void put(Part part, NDArray weight) {
        List<NDArray> changed = new ArrayList<>(all);
        changed.set(part.place, weight);
        all = List.copyOf(changed);
    }

    /** b_dec [d_in]. */
    public NDArray decoderBias() {
        return decoderBias;
    }

    /** &theta; [d_sae]; zeros unless the gate is {@link Gate.JumpRelu}. */
    public NDArray threshold() {
        return threshold;
    }

    /**
     * What the encoder's linear map sees of rows, before any decoder bias: z is linear in this, while it may not be in x.
     *
     * @param x [.., d_in]
     * @return [.., d_in]; x itself where nothing is normalised
     */
    public NDArray normalised(NDArray x) {
        return form.norm() == InputNorm.NONE ? x : kernels.apply("normalised", x);
    }

    /**
     * z before the gate.
     *
     * @param x [.., d_in]
     * @return [.., d_sae]
     */
    public NDArray preActivations(NDArray x) {
        return kernels.apply("pre", x, all);
    }

    /**
     * Activations of all features.
     *
     * @param x [.., d_in]
     * @return [.., d_sae]
     */
    public NDArray encode(NDArray x) {
        return kernels.apply("encode", x, all);
    }

    /**
     * Activations of some features: only their columns are computed where the gate permits, all and then a choice for TopK.
     *
     * @param x [.., d_in]
     * @param features at least one
     * @return [.., features.length], in the order given
     */
    public NDArray encode(NDArray x, int[] features) {
        long[] columns = new long[features.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = features[i];
        }
        return kernels.apply("encode_some", x, manager.create(columns), all);
    }

    /**
     * Counts and sums of chosen rows; everything else stays in the engine. It measures how fast counting alone can be.
     *
     * @param x [.., d_in]
     * @param rows i64 [n]: rows of x counted as if it were flattened to [rows, d_in]
     */
    public FeatureTotals totals(NDArray x, NDArray rows) {
        try (Scope scope = Scope.open()) {
            NDList result = kernels.call("totals", x, rows, all);
            return new FeatureTotals(result.get(0).toFloatArray(), result.get(1).toLongArray());
        }
    }

    /**
     * The activations above zero of chosen rows; everything else stays in the engine.
     *
     * @param x [.., d_in]
     * @param rows i64 [n]: rows of x counted as if it were flattened to [rows, d_in]
     */
    public SparseEntries entries(NDArray x, NDArray rows) {
        try (Scope scope = Scope.open()) {
            return entries(kernels.call("entries", x, rows, all));
        }
    }

    /** The entries of chosen rows, and where each feature came nearest to being on without being so; parameters as {@link #entries}. */
    public Observation observe(NDArray x, NDArray rows) {
        try (Scope scope = Scope.open()) {
            NDList result = kernels.call("observe", x, rows, all);
            return new Observation(
                    entries(result), result.get(2).toFloatArray(), result.get(3).toIntArray());
        }
    }

    private static SparseEntries entries(NDList result) {
        int[] places = result.get(0).toIntArray(); // [n, 2]
        int[] row = new int[places.length / 2];
        int[] feature = new int[row.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = places[2 * i];
            feature[i] = places[2 * i + 1];
        }
        return new SparseEntries(
                row, feature, row.length == 0 ? new float[0] : result.get(1).toFloatArray());
    }

    /**
     * The reconstruction.
     *
     * @param a [.., d_sae]
     * @param x [.., d_in] the rows that were encoded, whose normalisation is to be undone
     * @return [.., d_in]
     */
    public NDArray decode(NDArray a, NDArray x) {
        return kernels.apply("decode_at", a, x, all);
    }

    /**
     * The residual stream with some features set to a value where they are on; the reconstruction's error stays in it.
     *
     * @param x [batch, pos, d_in], in any dtype
     * @param ids i64 [batch, pos] tokens
     * @param features i64 [n], at least one
     * @param rule f32 [3]: value, trigger, and the token at which nothing is changed (-1 for none)
     * @return [batch, pos, d_in] in the dtype of x
     */
    public NDArray clamp(NDArray x, NDArray ids, NDArray features, NDArray rule) {
        return kernels.apply("clamp", x, ids, features, rule, all);
    }

    /**
     * Where any of some features is on.
     *
     * @param rule f32 [4]: value, trigger, and two tokens that do not count (-1 for none): beginning of text and padding
     * @return f32 [batch, pos]: 1 where one is above the trigger, 0 where none is, -1 where the token does not count
     */
    public NDArray firing(NDArray x, NDArray ids, NDArray features, NDArray rule) {
        return kernels.apply("firing", x, ids, features, rule, all);
    }

    /**
     * The residual stream with all of some features set to a value, on or off, at chosen tokens; the reconstruction's error stays in it.
     *
     * @param acting f32 [batch, pos]: 1 at those tokens, else 0
     * @param rule as for {@link #firing}
     * @return [batch, pos, d_in] in the dtype of x
     */
    public NDArray guard(NDArray x, NDArray acting, NDArray features, NDArray rule) {
        return kernels.apply("guard", x, acting, features, rule, all);
    }

    /**
     * Sums that tell how well chosen rows are reconstructed.
     *
     * @param x [.., d_in]
     * @param rows i64 [n]: rows of x counted as if it were flattened to [rows, d_in]
     * @return f64: {sum of squared errors, sum of squared lengths}, sum of rows [d_in], tokens at which each feature is on [d_sae],
     *     sum of each feature's activations [d_sae]
     */
    List<double[]> fit(NDArray x, NDArray rows) {
        try (Scope scope = Scope.open()) {
            return kernels.call("fit", x, rows, all).stream()
                    .map(NDArray::toDoubleArray)
                    .toList();
        }
    }

    /** Lengths of the decoder directions, [d_sae]: 1 where values are in unit-decoder units. */
    public float[] decoderNorms() {
        try (Scope scope = Scope.open()) {
            return kernels.apply("decoder_norms", all).toFloatArray();
        }
    }

    /** What activations mean, as this SAE gives them. */
    public SaeUnits units() {
        for (float norm : decoderNorms()) {
            if (Math.abs(norm - 1) > 1e-2) { // assumption: rounding to f16 or bf16 stays within this
                return SaeUnits.RAW;
            }
        }
        return SaeUnits.UNIT_DECODER;
    }

    /**
     * Factors that turn activations of this SAE into other units; all 1 where it gives those already.
     *
     * @return [d_sae]
     */
    public float[] factorsTo(SaeUnits wanted) {
        float[] factors = new float[features()];
        java.util.Arrays.fill(factors, 1);
        if (wanted == SaeUnits.UNIT_DECODER && foldedNorms.length == 0) {
            return decoderNorms();
        }
        for (int i = 0; wanted == SaeUnits.RAW && i < foldedNorms.length; i++) {
            factors[i] = 1 / foldedNorms[i];
        }
        return factors;
    }

    /** Whether no tensor holds NaN or infinity. */
    boolean isFinite() {
        try (Scope scope = Scope.open()) {
            return kernels.apply("finite", all).toFloatArray()[0] == 1;
        }
    }

    /**
     * @param width d_model of the model it is to read
     * @throws LacunaException if the widths differ
     */
    public void requireWidth(int width) throws LacunaException {
        if (inputWidth() != width) {
            throw new LacunaException("The SAE for " + hook + " reads vectors of width " + inputWidth()
                    + ", but there the model's are " + width
                    + " wide. It was trained on another model; choose the SAE that belongs to this one.");
        }
    }

    @Override
    public void close() {
        kernels.close();
        manager.close();
    }
}
