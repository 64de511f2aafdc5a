package lacuna.unlearning;

import static lacuna.unlearning.ActivationMemory.WHOLE;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lacuna.model.LoraConfig;

/** Named settings of the methods that CRISP is compared with: from papers, released code, and others' sweeps. */
final class BaselinePresets {

    private static final List<String> BIO = List.of(
            "virology", "pathogens", "viral vectors", "toxins", "reverse genetics", "bioweapons", "pandemic agents");
    private static final List<String> CYBER =
            List.of("hacking", "exploits", "malware", "reverse engineering", "network intrusion");
    private static final List<String> SAMPLE = List.of("dragons", "the Ember Isles");

    private BaselinePresets() {}

    static List<UnlearnPreset> all() {
        return List.of(
                preset("rmu-ember-isles", "second of two trials on the bundled sample", rmuSample()),
                preset("elm-ember-isles", "starting values for the bundled sample, not tuned", elmSample()),
                preset("rmu-zephyr-7b", "RMU's published run on Zephyr-7B-beta", rmu(7, 6.5, 1200, 5e-5, 150, 5)),
                // assumption: rate, steps and blocks are not known of this sweep; the rate is the released default
                preset(
                        "rmu-gemma-2-2b-early",
                        "best of a public RMU sweep on Gemma-2-2B (c 400, alpha 100, block 3)",
                        rmu(3, 400, 100, 5e-5, 150, 1)),
                preset("rmu-open-unlearning", "OpenUnlearning's RMU", rmuMasked()),
                crispsRmu("gemma-2-2b-cyber", 100, 50, 5.43e-5),
                crispsRmu("gemma-2-2b-bio", 1000, 30, 4.14e-5),
                crispsRmu("llama-3.1-8b-cyber", 100, 1000, 1.69e-5),
                crispsRmu("llama-3.1-8b-bio", 30, 5, 1.12e-5),
                preset("elm-code-wmdp-bio", "ELM's released code, WMDP-Bio", elm(BIO, 1000, 1, 256, 16, 5e-5, 2250)),
                preset(
                        "elm-code-wmdp-cyber",
                        "ELM's released code, WMDP-Cyber",
                        elm(CYBER, 1000, 1, 256, 16, 5e-5, 2250)),
                preset("elm-paper-wmdp-bio", "ELM's paper: rank 4, eta 500", elm(BIO, 500, 1, 4, 16, 5e-5, 1250)),
                crispsElm("gemma-2-2b-cyber", elm(CYBER, 1500, 1, 4, 8, 1.1e-5, 2250)),
                crispsElm("gemma-2-2b-bio", elm(BIO, 2000, 1, 4, 8, 1.12e-5, 2250)),
                crispsElm("llama-3.1-8b-cyber", elm(CYBER, 10000, 1, 16, 32, 2.47e-5, 2250)),
                crispsElm("llama-3.1-8b-bio", elm(BIO, 800, 2, 4, 8, 6.1e-5, 2250)));
    }

    private static UnlearnPreset preset(String name, String source, UnlearnConfig config) {
        return new UnlearnPreset(name, source, List.of(), 0, 0, 0, config);
    }

    private static UnlearnPreset crispsRmu(String of, double steering, double alpha, double rate) {
        return preset(
                "rmu-crisp-" + of,
                "best settings of RMU as the CRISP paper tuned it, " + of,
                rmu(7, steering, alpha, rate, 150, 5));
    }

    private static UnlearnPreset crispsElm(String of, ElmConfig config) {
        return preset("elm-crisp-" + of, "best settings of ELM as the CRISP paper tuned it, " + of, config);
    }

    private static RmuConfig rmu(int layer, double steering, double alpha, double rate, int steps, int first) {
        return new RmuConfig(
                layer,
                steering,
                alpha,
                RmuConfig.Positions.ALL,
                blocks(first, layer),
                rate,
                steps,
                4,
                512,
                42,
                50,
                WHOLE);
    }

    private static RmuConfig rmuMasked() {
        return new RmuConfig(7, 2, 1, RmuConfig.Positions.TEXT, blocks(5, 7), 5e-5, 80, 16, 512, 42, 50, WHOLE);
    }

    private static RmuConfig rmuSample() {
        return new RmuConfig(3, 20, 10, RmuConfig.Positions.TEXT, blocks(1, 3), 2e-3, 100, 8, 256, 0, 50, WHOLE);
    }

    private static SortedSet<Integer> blocks(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    // assumption: 700 characters, to which the released code cuts, are some 256 tokens
    private static ElmConfig elm(
            List<String> concepts, double eta, double erase, int rank, double alpha, double rate, int steps) {
        LoraConfig lora = LoraConfig.ofBlocks(rank, alpha, .05, 4, 7);
        return new ElmConfig(concepts, eta, erase, 1, 1, 3, 100, 300, lora, rate, steps, 4, 256, 0, 100, WHOLE);
    }

    private static ElmConfig elmSample() {
        LoraConfig lora = LoraConfig.ofBlocks(8, 16, 0, 1, 4);
        return new ElmConfig(SAMPLE, 100, 1, 1, 1, 3, 16, 32, lora, 1e-3, 100, 4, 128, 0, 50, WHOLE);
    }
}
