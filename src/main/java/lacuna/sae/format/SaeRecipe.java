package lacuna.sae.format;

import java.nio.file.Path;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SaeTensors;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;
import lacuna.tensor.Torch;

/**
 * How to read one SAE: everything that its format decides, without the format having read a matrix.
 *
 * @param weights file of tensors
 * @param names what they are called there
 * @param form what the SAE computes once {@code fold} has been applied
 * @param fold what the format folds into the weights
 * @param description what its files say
 */
record SaeRecipe(Path weights, TensorNames names, SaeForm form, Fold fold, SaeDescription description) {

    /** Brings tensors as they are in the file into the canonical form. */
    interface Fold {
        /** Nothing to do. */
        Fold NONE = (tensors, reader) -> {};

        void apply(SaeTensors tensors, TensorReader reader) throws LacunaException;
    }

    SparseAutoencoder read(HookPoint hook, Torch torch) throws LacunaException {
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            SaeTensors tensors = names.load(reader, torch);
            try {
                fold.apply(tensors, reader);
                return tensors.build(hook, form, weights.toString());
            } catch (LacunaException | RuntimeException e) {
                tensors.close();
                throw e;
            }
        }
    }
}
