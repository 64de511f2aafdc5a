package lacuna.project;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.Quantization;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Yaml;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import lacuna.unlearning.UnlearnPreset;
import org.jspecify.annotations.Nullable;

/**
 * Several methods on one budget, from one description: for each the same number of trials, of which one is chosen on the validation half of
 * the questions, repeated with other seeds, and judged on the test half. In a file, YAML or JSON:
 *
 * <pre>
 * name: methods
 * trials: 6                      # of every method; of a larger grid as many are drawn, always the same
 * trialSeed: 0
 * seeds: [1, 2, 3]               # of the chosen trial
 * methods:
 *   - name: RMU
 *     preset: rmu-ember-isles
 *     settings: {steps: 80}      # the same for all its trials: k, tau, layers, and all that the method's settings name
 *     vary:
 *       steering: [10, 20, 40]
 *       alpha: [5, 20]
 * checks:
 *   quantise: true
 *   prefixes: prefixes.txt       # beside this file
 *   relearn: {texts: 20, loraRate: 1e-3, fullRate: 1e-3}
 *   inside: true                 # logit lens and linear probes
 * </pre>
 *
 * @param name begins the names of the runs' folders
 */
public record Study(
        String name,
        int trials,
        long trialSeed,
        List<Long> seeds,
        List<Method> methods,
        @Nullable Checks checks) {

    private static final long DRAW_SEED = 1;

    /**
     * One of the methods.
     *
     * @param name for tables
     * @param preset where its settings start from
     * @param settings what differs from the preset in all trials
     * @param vary the values of what differs between trials; the last one varies fastest
     */
    public record Method(
            String name,
            String preset,
            @Nullable Map<String, JsonNode> settings,
            @Nullable Map<String, List<JsonNode>> vary) {}

    /**
     * Which checks of persistence are made of each repeated run.
     *
     * @param prefixes a list file beside the study's file; null for none
     * @param relearn null for no training again
     * @param inside whether answers and topic are looked for in the residual stream, by logit lens and linear probes
     */
    public record Checks(
            boolean quantise,
            @Nullable String prefixes,
            @Nullable Relearn relearn,
            boolean inside) {

        /** Of the test half of the target questions. */
        AttackPlan plan(Path folder) {
            List<AttackPlan.Relearn> relearnings = relearn == null
                    ? List.of()
                    : List.of(
                            new AttackPlan.Relearn(AttackPlan.Weights.SMALL_LORA, relearn.texts, relearn.loraRate),
                            new AttackPlan.Relearn(AttackPlan.Weights.ALL, relearn.texts, relearn.fullRate));
            return new AttackPlan(
                    quantise ? List.of(Quantization.values()) : List.of(),
                    Optional.ofNullable(prefixes).map(folder::resolve),
                    relearnings,
                    inside ? Set.of(AttackPlan.Reading.values()) : Set.of(),
                    QuestionSet.Part.TEST);
        }
    }

    /**
     * Training again on target texts, with a small LoRA and with all weights.
     *
     * @param texts how many
     * @param loraRate learning rate of the one
     * @param fullRate of the other
     */
    public record Relearn(int texts, double loraRate, double fullRate) {}

    /** Settings of a trial, in words and whole. */
    public record Trial(String folder, String words, RunRequest request) {}

    public Study {
        name = Objects.requireNonNullElse(name, "study");
        seeds = List.copyOf(Objects.requireNonNullElse(seeds, List.<Long>of()));
        methods = List.copyOf(Objects.requireNonNullElse(methods, List.<Method>of()));
    }

    /** @throws LacunaException naming file and place if it is no such description */
    public static Study read(Path file) throws LacunaException {
        JsonNode tree = Yaml.readTree(file);
        Study study = Json.parse(tree.toString(), new TypeReference<>() {}, file.toString());
        if (study.trials < 1 || study.seeds.isEmpty() || study.methods.isEmpty()) {
            throw new LacunaException(file + " asks for " + study.trials + " trials, " + study.seeds.size()
                    + " seeds and " + study.methods.size() + " methods. Give at least one of each.");
        }
        Relearn relearn = study.checks == null ? null : study.checks.relearn;
        if (relearn != null && !(relearn.texts > 0 && relearn.loraRate > 0 && relearn.fullRate > 0)) {
            throw new LacunaException(file + ": \"relearn\" needs texts, loraRate and fullRate, all above 0.");
        }
        return study;
    }

    /**
     * The trials of a method, each with its folder's name. Of a grid larger than asked for, as many are drawn without replacement by a
     * fixed seed and stay in the grid's order.
     *
     * @throws LacunaException if the grid is smaller, or a value makes no sense
     */
    public List<Trial> trials(Method method, Project project) throws LacunaException {
        Map<String, List<JsonNode>> vary = Objects.requireNonNullElse(method.vary, Map.<String, List<JsonNode>>of());
        List<Map<String, JsonNode>> grid = Sweep.combinations(vary);
        if (grid.size() < trials) {
            throw new LacunaException("The study gives every method " + trials + " trials, but the values of "
                    + method.name + " make " + grid.size() + ". List more values, or ask for fewer trials.");
        }
        RunRequest base = base(method, project);
        List<Trial> all = new ArrayList<>();
        for (int index : drawn(grid.size(), trials)) {
            Map<String, JsonNode> values = grid.get(index);
            String folder = Sweep.safe(name + "-" + method.name + "-trial" + (all.size() + 1));
            all.add(new Trial(folder, Sweep.words(values, ", ", " ", ""), Sweep.over(base, values)));
        }
        return all;
    }

    /** The same settings with another seed. */
    Trial repeated(Method method, Trial trial, long seed) {
        RunRequest request = trial.request;
        return new Trial(
                Sweep.safe(name + "-" + method.name + "-seed" + seed),
                trial.words,
                new RunRequest(
                        request.source(),
                        request.marks(),
                        request.selection(),
                        request.config().withSeed(seed),
                        request.schedule()));
    }

    private RunRequest base(Method method, Project project) throws LacunaException {
        UnlearnConfig config = UnlearnPreset.named(method.preset).config().withSeed(trialSeed);
        RunRequest base = new RunRequest(
                SelectionSource.AUTOMATIC, null, project.manifest().selection(), config, RunSchedule.NONE);
        return Sweep.over(base, new LinkedHashMap<>(Objects.requireNonNullElse(method.settings, Map.of())));
    }

    /** Which of a grid's points are tried, in their order. */
    static List<Integer> drawn(int size, int count) {
        SplittableRandom random = new SplittableRandom(DRAW_SEED);
        TreeSet<Integer> chosen = new TreeSet<>();
        while (chosen.size() < Math.min(size, count)) {
            chosen.add(random.nextInt(size));
        }
        return List.copyOf(chosen);
    }
}
