package lacuna.unlearning;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.model.LoraConfig;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;

/**
 * A set of settings with a name: what to select and how to train.
 *
 * @param name as used on the command line and in project files
 * @param source where the numbers come from
 * @param saeLayers block numbers of the SAEs; none for a method that needs none
 * @param k features to choose per layer, at most
 * @param tau smallest ratio of target to benign activation
 * @param epsilon added to the benign activation in that ratio
 */
public record UnlearnPreset(
        String name, String source, List<Integer> saeLayers, int k, double tau, double epsilon, UnlearnConfig config) {

    private static final int FIRST_BLOCK = 3;
    private static final int LAST_BLOCK = 9;
    private static final double TAU = 3;

    /** All of them, the bundled sample's first. */
    public static List<UnlearnPreset> all() {
        List<UnlearnPreset> all = new ArrayList<>(crisp());
        all.addAll(BaselinePresets.all());
        all.addAll(ClampPresets.all());
        return List.copyOf(all);
    }

    private static List<UnlearnPreset> crisp() {
        return List.of(
                sample(),
                paper("paper-gemma-2-2b-cyber", "Gemma-2-2B, WMDP-Cyber", 14, 50, 20, 4),
                paper("paper-gemma-2-2b-bio", "Gemma-2-2B, WMDP-Bio", 14, 30, 30, 8),
                paper("paper-llama-3.1-8b-cyber", "Llama-3.1-8B, WMDP-Cyber", 18, 50, 30, 4),
                paper("paper-llama-3.1-8b-bio", "Llama-3.1-8B, WMDP-Bio", 28, 10, 40, 8),
                demo("demo-gemma-2-2b", "Gemma-2-2B, Harry Potter", 14, 5, 1e-5),
                demo("demo-llama-3.1-8b", "Llama-3.1-8B, Harry Potter", 28, 30, 2e-5));
    }

    /** @throws LacunaException listing the names there are */
    public static UnlearnPreset named(String name) throws LacunaException {
        for (UnlearnPreset preset : all()) {
            if (preset.name.equals(name)) {
                return preset;
            }
        }
        throw new LacunaException("There is no preset '" + name + "'. Choose one of "
                + String.join(", ", all().stream().map(UnlearnPreset::name).toList()) + ".");
    }

    /** For the bundled project: three million parameters, six blocks, SAEs on blocks 2 to 4. */
    private static UnlearnPreset sample() {
        // decision: a small push and much coherence; with lambda 5 and more the dragons' names turn into one
        // islander's, over and over
        CrispConfig config = new CrispConfig(
                CrispMode.ALIGNED,
                1,
                .01,
                .99,
                1,
                Drift.of(CrispMode.ALIGNED),
                LoraConfig.ofBlocks(8, 16, 0, 0, 4),
                1e-3,
                0,
                0,
                1,
                100,
                8,
                4,
                256,
                0,
                50,
                ActivationMemory.WHOLE);
        return new UnlearnPreset("ember-isles", "tuned on the bundled sample", List.of(2, 3, 4), 20, TAU, 1, config);
    }

    /**
     * The paper's best settings (appendix F). assumption: what the paper leaves open is taken from the released code: LoRA alpha 2r, all
     * seven projections, dropout .05, batch 4 and one epoch as in its demonstration, seed 0.
     */
    private static UnlearnPreset paper(String name, String of, int lastSae, int k, double suppression, int rank) {
        CrispConfig config = config(CrispMode.PAPER, suppression, rank, 4e-5);
        return new UnlearnPreset(
                name, "best settings of the CRISP paper, " + of, evenLayers(lastSae), k, TAU, 1, config);
    }

    /** The demonstration notebook that comes with the released code. */
    private static UnlearnPreset demo(String name, String of, int lastSae, double suppression, double rate) {
        CrispConfig config = config(CrispMode.CODE, suppression, 4, rate);
        return new UnlearnPreset(
                name, "CRISP's demonstration notebook, " + of, evenLayers(lastSae), 10, TAU, 1, config);
    }

    private static CrispConfig config(CrispMode mode, double suppression, int rank, double rate) {
        LoraConfig lora = LoraConfig.ofBlocks(rank, 2.0 * rank, .05, FIRST_BLOCK, LAST_BLOCK);
        return new CrispConfig(
                mode,
                suppression,
                .01,
                .99,
                .01,
                Drift.of(mode),
                lora,
                rate,
                0,
                0,
                1,
                0,
                4,
                1,
                1024,
                0,
                100,
                ActivationMemory.WHOLE);
    }

    private static List<Integer> evenLayers(int last) {
        return IntStream.iterate(4, layer -> layer <= last, layer -> layer + 2)
                .boxed()
                .toList();
    }
}
