package lacuna.activations;

import ai.djl.ndarray.NDArray;
import java.util.List;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.Pass;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import org.jspecify.annotations.Nullable;

/** Where residual rows come from: a language model, or a toy in tests. Used on the compute thread only. */
public interface ResidualSource {

    /** d_model. */
    int width();

    /** Width of the rows at a hook point: d_model, except inside attention. */
    default int width(HookPoint hook) {
        return width();
    }

    /** Number of blocks. */
    int layers();

    /** Fills rows on the right; never counted. */
    int padId();

    Torch torch();

    /** Distinguishes this source from others, so that results kept on disk are not mistaken: what it is made of, not where it lies. */
    String identity();

    /** @return [batch, pos, d_model] at each hook point, in their order, in the caller's innermost scope */
    List<NDArray> residuals(TokenBatch batch, List<HookPoint> hooks);

    /** The model as it is. */
    static ResidualSource of(LanguageModel model) {
        return of(model, null);
    }

    /** The model with LoRA factors applied, dropout off. */
    static ResidualSource of(LanguageModel model, @Nullable LoraAdapter adapter) {
        return new ResidualSource() {
            @Override
            public int width() {
                return model.config().width();
            }

            @Override
            public int width(HookPoint hook) {
                return model.config().widthAt(hook);
            }

            @Override
            public int layers() {
                return model.config().layers();
            }

            @Override
            public int padId() {
                return model.hasTokenizer() ? model.tokenizer().padId() : 0;
            }

            @Override
            public Torch torch() {
                return model.torch();
            }

            @Override
            public String identity() {
                return ModelIdentity.of(model, adapter);
            }

            @Override
            public List<NDArray> residuals(TokenBatch batch, List<HookPoint> hooks) {
                Forward forward = model.forward(batch, Pass.residuals(hooks).with(adapter));
                return hooks.stream().map(forward::residual).toList();
            }
        };
    }
}
