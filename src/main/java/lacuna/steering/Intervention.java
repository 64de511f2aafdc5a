package lacuna.steering;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.ResidualEdit;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;

/**
 * Chosen features clamped at their hook points. With a(x) the activations, d<sub>i</sub> the decoder directions and S the features
 * chosen, the residual stream x becomes
 *
 * <pre>
 * x' = x + sum over i in S with a_i(x) &gt; trigger of (value - a_i(x)) d_i
 * </pre>
 *
 * Only the change of the reconstruction is added, so the SAE's error term stays in the stream and an empty choice changes nothing. The
 * beginning-of-text token is left alone: its residual is many times longer than any other and its activations mean nothing. Where
 * several hook points are clamped, each SAE reads the stream as the ones before it left it.
 *
 * <p>Holds a few numbers in the engine's memory until it is closed; the model and the SAEs must live as long.
 */
public final class Intervention implements AutoCloseable {

    static final int NO_TOKEN = -1;

    private final NDManager manager;
    private final ModelVariant variant;

    private Intervention(NDManager manager, ModelVariant variant) {
        this.manager = manager;
        this.variant = variant;
    }

    /**
     * @param saes at least those of the hook points chosen
     * @param features by hook point; hook points without a feature are passed over
     * @throws LacunaException if a hook point has no SAE among those given or lies within a block, or an SAE has no such feature
     */
    public static Intervention clamp(
            LanguageModel model, List<SparseAutoencoder> saes, Map<HookPoint, int[]> features, Clamp clamp)
            throws LacunaException {
        List<Clamping.Layer> layers = new ArrayList<>();
        for (Map.Entry<HookPoint, int[]> chosen : features.entrySet()) {
            List<Integer> numbers = Arrays.stream(chosen.getValue()).boxed().toList();
            layers.add(new Clamping.Layer(chosen.getKey().toString(), numbers, clamp));
        }
        return of(model, saes, new Clamping(layers));
    }

    /**
     * As a run left it.
     *
     * @param saes at least those of the hook points clamped
     * @throws LacunaException as {@link #clamp}
     */
    public static Intervention of(LanguageModel model, List<SparseAutoencoder> saes, Clamping clamping)
            throws LacunaException {
        NDManager manager = model.torch().manager().newSubManager();
        try {
            Map<HookPoint, ResidualEdit> edits = new TreeMap<>();
            for (Clamping.Layer layer : clamping.layers()) {
                HookPoint hook = HookPoint.parse(layer.layer());
                SparseAutoencoder sae = sae(saes, hook);
                require(hook);
                require(sae, layer.numbers());
                if (layer.numbers().length > 0) {
                    Double guard = layer.guard();
                    edits.put(
                            hook,
                            guard == null
                                    ? edit(manager, model, sae, layer.numbers(), layer.clamp())
                                    : new Guard(manager, model, sae, layer.numbers(), layer.clamp(), guard));
                }
            }
            return new Intervention(manager, ModelVariant.edited(edits));
        } catch (LacunaException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static ResidualEdit edit(
            NDManager manager, LanguageModel model, SparseAutoencoder sae, int[] features, Clamp clamp) {
        NDArray rule = lasting(
                manager.create(new float[] {(float) clamp.value(), (float) clamp.trigger(), beginningOfText(model)}));
        NDArray columns =
                lasting(manager.create(Arrays.stream(features).asLongStream().toArray()));
        return (x, ids) -> sae.clamp(x, ids, columns, rule);
    }

    private static SparseAutoencoder sae(List<SparseAutoencoder> saes, HookPoint hook) throws LacunaException {
        for (SparseAutoencoder sae : saes) {
            if (sae.hook().equals(hook)) {
                return sae;
            }
        }
        throw new LacunaException(
                "Features of " + hook + " are chosen, but no SAE of the project reads there. Add one or unmark them.");
    }

    private static void require(HookPoint hook) throws LacunaException {
        if (!hook.isBetweenBlocks()) {
            throw new LacunaException("Features of " + hook
                    + " cannot be clamped: only the residual stream between blocks can"
                    + " (resid_pre, resid_post). Unmark them, or take an SAE of resid_post." + hook.layer() + ".");
        }
    }

    private static void require(SparseAutoencoder sae, int[] features) throws LacunaException {
        for (int feature : features) {
            if (feature < 0 || feature >= sae.features()) {
                throw new LacunaException("Feature " + feature + " of " + sae.hook() + " is chosen, but its SAE has "
                        + sae.features() + ". Unmark it, or open the SAE it belongs to.");
            }
        }
    }

    static int beginningOfText(LanguageModel model) {
        return model.hasTokenizer() && model.tokenizer().prependsBos()
                ? model.tokenizer().bosId()
                : NO_TOKEN;
    }

    static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /** The model with these features clamped; not after {@link #close}. */
    public ModelVariant variant() {
        return variant;
    }

    @Override
    public void close() {
        manager.close();
    }
}
