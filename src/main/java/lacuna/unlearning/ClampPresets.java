package lacuna.unlearning;

import java.util.List;

/** Named settings of the methods that clamp features while the model runs. */
final class ClampPresets {

    private static final List<Integer> SAMPLE = List.of(2, 3, 4);

    private ClampPresets() {}

    static List<UnlearnPreset> all() {
        return List.of(
                preset(
                        "zero-clamp",
                        "the chosen features off, whatever the model",
                        SAMPLE,
                        20,
                        new ClampConfig(0, 0, 0, 0)),
                preset(
                        "negative-clamp-ember-isles",
                        "best of six trials on the bundled sample",
                        SAMPLE,
                        10,
                        new ClampConfig(-8, 0, 0, 0)),
                preset(
                        "conditional-clamp-ember-isles",
                        "best of six trials on the bundled sample",
                        SAMPLE,
                        20,
                        new ClampConfig(-16, 4, 0, 0)),
                saebench("negative-clamp-saebench-20", 20, -100, .01),
                saebench("negative-clamp-saebench-10", 10, -50, .001),
                // assumption: the trigger is not known; the source tunes it
                preset(
                        "conditional-clamp-gemma-2-2b",
                        "conditional clamping of Gemma-2-2B, block 7, as Khoriaty et al. set the value",
                        List.of(7),
                        50,
                        new ClampConfig(-300, 1, 0, 0)),
                guard("dsg-ember-isles", "best of six trials on the bundled sample", List.of(3), 10, -50, .95),
                guard("dsg-gemma-2-2b-bio", "DSG's paper, Gemma-2-2B, WMDP-Bio", List.of(3), 20, -500, .95),
                guard("dsg-gemma-2-2b-cyber", "DSG's paper, Gemma-2-2B, WMDP-Cyber", List.of(3), 30, -500, .9));
    }

    /** One point of the grid: n of 10 or 20, m of 25 to 200, s of .001 or .01. */
    private static UnlearnPreset saebench(String name, int n, double value, double benignRate) {
        return preset(
                name,
                "a point of SAEBench's grid after Farrell et al.: the source takes the best of sixteen",
                List.of(),
                n,
                new ClampConfig(value, 0, benignRate, 0));
    }

    // assumption: the length of the texts it is calibrated on is not known
    private static UnlearnPreset guard(
            String name, String source, List<Integer> saeLayers, int count, double value, double ratioQuantile) {
        return new UnlearnPreset(
                name, source, saeLayers, count, 3, 1, new GuardConfig(value, ratioQuantile, .95, 1024, 0));
    }

    private static UnlearnPreset preset(
            String name, String source, List<Integer> saeLayers, int k, ClampConfig config) {
        return new UnlearnPreset(name, source, saeLayers, k, 3, 1, config);
    }
}
