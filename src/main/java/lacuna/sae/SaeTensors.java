package lacuna.sae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;

/**
 * The tensors of an SAE on their way from a file into the canonical form of {@link SparseAutoencoder}: what formats fold into weights is
 * folded here, in f32. Closed by its user unless {@link #build} succeeded.
 */
public final class SaeTensors implements AutoCloseable {

    private final Torch torch;
    private final NDManager manager;
    private final NDArray encoder; // [d_in, d_sae]
    private final NDArray decoder; // [d_sae, d_in]
    private final float[] encoderBias;
    private final float[] decoderBias;
    private float[] threshold;
    private float[] foldedNorms = new float[0];

    /**
     * @param manager a manager of their own, which owns the matrices
     * @param encoder W_enc [d_in, d_sae]
     * @param encoderBias b_enc [d_sae]
     * @param decoder W_dec [d_sae, d_in]
     * @param decoderBias b_dec [d_in]
     */
    public SaeTensors(
            Torch torch,
            NDManager manager,
            NDArray encoder,
            float[] encoderBias,
            NDArray decoder,
            float[] decoderBias) {
        this.torch = torch;
        this.manager = manager;
        this.encoder = encoder;
        this.encoderBias = encoderBias.clone();
        this.decoder = decoder;
        this.decoderBias = decoderBias.clone();
        this.threshold = new float[encoderBias.length];
    }

    /** Sets &theta;; values below zero are raised to zero, so that no activation is negative. */
    public SaeTensors threshold(float[] theta) {
        float[] raised = theta.clone();
        for (int i = 0; i < raised.length; i++) {
            raised[i] = Math.max(0, raised[i]);
        }
        threshold = raised;
        return this;
    }

    /** The same &theta; for all features. */
    public SaeTensors threshold(double theta) {
        float[] all = new float[encoderBias.length];
        java.util.Arrays.fill(all, (float) theta);
        return threshold(all);
    }

    /**
     * Lets the SAE take rows x where it was trained on rows s x: {@code W_enc *= s, W_dec /= s, b_dec /= s}. Activations, b_enc and
     * &theta; stay those of the scaled rows.
     */
    public SaeTensors scaleInput(double s) {
        encoder.muli(s);
        decoder.divi(s);
        scale(decoderBias, 1 / s);
        return this;
    }

    /** {@code b_enc *= factor}. */
    public SaeTensors scaleEncoderBias(double factor) {
        scale(encoderBias, factor);
        return this;
    }

    /** {@code b_dec *= factor}. */
    public SaeTensors scaleDecoderBias(double factor) {
        scale(decoderBias, factor);
        return this;
    }

    /** {@code W_dec *= factor}. */
    public SaeTensors scaleDecoder(double factor) {
        decoder.muli(factor);
        return this;
    }

    /** {@code W_dec,i *= factors_i}: activations are worth more or less than they say. */
    public SaeTensors scaleDecoderRows(float[] factors) {
        try (Scope scope = Scope.open()) {
            decoder.muli(manager.create(factors).reshape(factors.length, 1));
        }
        return this;
    }

    private static void scale(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
    }

    /**
     * Brings the SAE into unit-decoder units: with n the lengths of the decoder rows, {@code W_dec /= n, W_enc *= n, b_enc *= n}, and
     * &theta; likewise where it is of the encoder's own units. Reconstructions stay the same under gates that look at each feature by
     * itself; under TopK other features may win, which is right only where the format ranks by z n.
     */
    public SaeTensors foldDecoderNorms() {
        foldDecoderNormsBesideThreshold();
        for (int i = 0; i < threshold.length; i++) {
            threshold[i] *= foldedNorms[i];
        }
        return this;
    }

    /** The same for formats whose &theta; is of unit-decoder units already. */
    public SaeTensors foldDecoderNormsBesideThreshold() {
        try (Scope scope = Scope.open()) {
            NDArray lengths = decoder.norm(2, new int[] {1}, true); // [d_sae, 1]
            NDArray norms =
                    lengths.eq(0).toType(lengths.getDataType(), false).add(lengths); // a dead row stays as it is
            decoder.divi(norms);
            NDArray row = norms.reshape(1, encoderBias.length);
            encoder.muli(row);
            foldedNorms = row.toFloatArray();
        }
        for (int i = 0; i < encoderBias.length; i++) {
            encoderBias[i] *= foldedNorms[i];
        }
        return this;
    }

    /** {@code theta_i /= |W_dec,i|}, for gates that look at z times that length while z is what they let through. */
    public SaeTensors divideThresholdByDecoderNorms() {
        try (Scope scope = Scope.open()) {
            float[] lengths = decoder.norm(2, new int[] {1}, true).toFloatArray();
            for (int i = 0; i < threshold.length; i++) {
                threshold[i] = Math.min(Float.MAX_VALUE, threshold[i] / Math.max(lengths[i], Float.MIN_NORMAL));
            }
        }
        return this;
    }

    /**
     * Turns a gated SAE (Rajamanoharan et al., arXiv 2404.16014) into the JumpReLU SAE that computes the same, because both of its paths
     * share the encoder: with y = u W_enc, {@code a = max(0, exp(r) y + b_mag)} where {@code y + b_gate > 0}. That is
     * {@code z = exp(r) y + b_mag} where {@code z > b_mag - exp(r) b_gate} and {@code z > 0}.
     *
     * @param rMag r [d_sae]
     * @param gateBias b_gate [d_sae]
     * @param magnitudeBias b_mag [d_sae]
     */
    public SaeTensors foldGate(float[] rMag, float[] gateBias, float[] magnitudeBias) {
        float[] factors = new float[rMag.length];
        float[] theta = new float[rMag.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) Math.exp(rMag[i]);
            theta[i] = magnitudeBias[i] - factors[i] * gateBias[i];
            encoderBias[i] = magnitudeBias[i];
        }
        try (Scope scope = Scope.open()) {
            encoder.muli(manager.create(factors));
        }
        return threshold(theta);
    }

    /**
     * @param what named in the message if a number is not finite
     * @throws LacunaException if any tensor holds NaN or infinity; the tensors are then gone
     */
    public SparseAutoencoder build(HookPoint hook, SaeForm form, String what) throws LacunaException {
        List<NDArray> tensors = List.of(
                encoder,
                manager.create(encoderBias),
                decoder,
                manager.create(decoderBias),
                manager.create(form.gate() instanceof Gate.JumpRelu ? threshold : new float[threshold.length]));
        tensors.forEach(NDScope::unregister);
        SparseAutoencoder sae = new SparseAutoencoder(torch, hook, form, manager, tensors, foldedNorms);
        if (!sae.isFinite()) {
            sae.close();
            throw new LacunaException(
                    what + " holds NaN or infinite numbers. The training that made it went wrong; use another SAE.");
        }
        return sae;
    }

    @Override
    public void close() {
        manager.close();
    }
}
