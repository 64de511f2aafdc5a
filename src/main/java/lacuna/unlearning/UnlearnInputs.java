package lacuna.unlearning;

import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.FeatureSelection;

/**
 * What a method works on.
 *
 * @param saes at most one per block; none for a method that needs none
 * @param selection the features to suppress; empty for a method that needs none
 * @param texts cut to the run's length
 */
public record UnlearnInputs(
        LanguageModel model, List<SparseAutoencoder> saes, FeatureSelection selection, UnlearnTexts texts) {

    public UnlearnInputs {
        saes = List.copyOf(saes);
    }

    UnlearnInputs cutTo(int maxTokens) {
        return new UnlearnInputs(model, saes, selection, texts.cutTo(maxTokens));
    }
}
