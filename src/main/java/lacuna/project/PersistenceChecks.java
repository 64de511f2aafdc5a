package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lacuna.evaluation.QuestionSet;
import lacuna.model.ModelConfig;
import lacuna.model.ModelVariant;
import lacuna.persistence.Attacks;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenizedDocument;
import org.jspecify.annotations.Nullable;

/**
 * The checks of persistence that a study asks for, of one run. Each is kept in the run's folder as {@code checks/NAME.json} and is not made
 * again; all together they are the run's {@link RunReport#PERSISTENCE}. What lens and probes say of each block lies where 'attack' leaves it.
 */
final class PersistenceChecks {

    /** Makes one check. */
    @FunctionalInterface
    private interface Make {
        Persistence of(Attacks attacks, RunFolder run, Progress progress) throws LacunaException;
    }

    private final LoadedProject loaded;
    private final QuestionSet questions;
    private final Study.Checks wanted;
    private final @Nullable Prefixes prefixes;

    /** @param folder where a file of prefixes is looked for */
    PersistenceChecks(LoadedProject loaded, QuestionSet questions, Study.Checks wanted, Path folder)
            throws LacunaException {
        this.loaded = loaded;
        this.questions = questions;
        this.wanted = wanted;
        String file = wanted.prefixes();
        this.prefixes = file == null ? null : Prefixes.read(folder.resolve(file));
    }

    /** @throws lacuna.run.Cancelled if the user asked to stop; the checks made stay */
    List<Persistence> of(RunFolder run, long seed, Progress progress) throws LacunaException {
        List<Persistence> found = new ArrayList<>();
        try (RunModel model = RunModel.open(run.folder(), loaded)) {
            Attacks attacks = null;
            for (Map.Entry<String, Make> check : checks(seed).entrySet()) {
                Path file = run.folder().resolve("checks").resolve(check.getKey() + ".json");
                if (!Files.exists(file)) {
                    if (attacks == null) {
                        attacks = new Attacks(
                                loaded.model(),
                                model.variant(),
                                questions,
                                new ProjectFiles(loaded.project()).questionConfig(),
                                progress);
                    }
                    Json.write(file, check.getValue().of(attacks, run, progress));
                }
                found.add(Json.read(file, Persistence.class));
            }
            if (wanted.inside()) {
                probe(run, model.variant(), progress);
            }
        }
        Json.write(run.file(RunReport.PERSISTENCE), found);
        return found;
    }

    private void probe(RunFolder run, ModelVariant unlearned, Progress progress) throws LacunaException {
        if (!run.has(RunAttacks.LINEAR_PROBE)) {
            Json.write(run.file(RunAttacks.LINEAR_PROBE), RunAttacks.probe(loaded, unlearned, progress));
        }
        if (!run.has(RunAttacks.ANSWER_PROBE)) {
            Json.write(
                    run.file(RunAttacks.ANSWER_PROBE), RunAttacks.answerProbe(loaded, unlearned, questions, progress));
        }
    }

    private Map<String, Make> checks(long seed) throws LacunaException {
        Map<String, Make> checks = new LinkedHashMap<>();
        if (wanted.quantise()) {
            for (Quantization quantization : Quantization.values()) {
                checks.put(
                        quantization.name().toLowerCase(Locale.ROOT),
                        (attacks, run, progress) -> attacks.quantised(quantization, progress));
            }
        }
        Prefixes before = prefixes;
        if (before != null) {
            checks.put("prefixes", (attacks, run, progress) -> attacks.prefixed(before, progress));
        }
        if (wanted.inside()) {
            checks.put("logit-lens", PersistenceChecks::lens);
        }
        Study.Relearn relearn = wanted.relearn();
        if (relearn != null) {
            ModelConfig model = loaded.model().config();
            var lora = new AttackPlan.Relearn(AttackPlan.Weights.SMALL_LORA, relearn.texts(), relearn.loraRate());
            var full = new AttackPlan.Relearn(AttackPlan.Weights.ALL, relearn.texts(), relearn.fullRate());
            checks.put("relearn-lora-seed" + seed, relearned(lora.config(model, seed)));
            checks.put("relearn-full-seed" + seed, relearned(full.config(model, seed)));
        }
        return checks;
    }

    private static Persistence lens(Attacks attacks, RunFolder run, Progress progress) throws LacunaException {
        Attacks.Lens lens = attacks.lens(progress);
        Json.write(run.file(RunAttacks.LOGIT_LENS), lens.check());
        return lens.persistence();
    }

    private Make relearned(RelearnConfig config) throws LacunaException {
        List<TokenizedDocument> texts =
                loaded.documents(loaded.project().manifest().corpora().target(), config.maxTokens());
        return (attacks, run, progress) -> attacks.relearned(config, "target", texts, progress);
    }
}
