package lacuna.sae;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the files of an SAE say before its weights are loaded.
 *
 * @param format whose layout it is: "SAELens", "Gemma Scope" ...
 * @param architecture as its authors call it: standard, topk, jumprelu, gated, batchtopk ...
 * @param inputWidth d_in
 * @param features d_sae
 * @param site where it belongs
 * @param model name of the model it was trained on; empty if the files name none
 * @param publishedL0 features on at a token on average, as published; empty if the files do not tell
 * @param notes sentences that a user should read before believing numbers
 */
public record SaeDescription(
        String format,
        String architecture,
        int inputWidth,
        int features,
        SiteProposal site,
        String model,
        OptionalDouble publishedL0,
        List<String> notes) {

    public SaeDescription {
        notes = List.copyOf(notes);
    }
}
