package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Makes all checks of a plan, one after the other; each is kept in the run's folder as soon as it is made. */
public final class AttackStage {

    private final LoadedProject loaded;
    private final RunFolder folder;

    public AttackStage(LoadedProject loaded, RunFolder folder) {
        this.loaded = loaded;
        this.folder = folder;
    }

    /**
     * @param soFar hears all checks of the run after each new one; one that was made before is replaced
     * @return all checks of the run
     * @throws LacunaException if the project has no target questions, the run has no adapter, or the prefixes cannot be read
     */
    public List<Persistence> run(AttackPlan plan, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException {
        Prefixes prefixes =
                plan.prefixes().isPresent() ? Prefixes.read(plan.prefixes().get()) : new Prefixes("", List.of());
        try (RunAttacks attacks =
                RunAttacks.begin(loaded, folder, new PrefixedProgress("Before and after unlearning", progress))) {
            int number = 0;
            for (Check check : checks(plan, prefixes, attacks)) {
                progress.check();
                number++;
                check.make(new PrefixedProgress("Check " + number + " of " + plan.size(), progress));
                soFar.accept(RunReport.persistence(folder));
            }
        }
        return RunReport.persistence(folder);
    }

    /** One of them, not yet made. */
    @FunctionalInterface
    private interface Check {
        void make(Progress progress) throws LacunaException;
    }

    private List<Check> checks(AttackPlan plan, Prefixes prefixes, RunAttacks attacks) {
        List<Check> checks = new ArrayList<>();
        for (Quantization quantization : plan.quantizations()) {
            checks.add(progress -> attacks.quantised(quantization, progress));
        }
        if (!prefixes.texts().isEmpty()) {
            checks.add(progress -> attacks.prefixed(prefixes, progress));
        }
        if (plan.readings().contains(AttackPlan.Reading.LOGIT_LENS)) {
            checks.add(attacks::lens);
        }
        if (plan.readings().contains(AttackPlan.Reading.LINEAR_PROBE)) {
            checks.add(attacks::probe);
        }
        if (plan.readings().contains(AttackPlan.Reading.ANSWER_PROBE)) {
            checks.add(attacks::answerProbe);
        }
        long seed = loaded.project().manifest().seed();
        for (AttackPlan.Relearn relearn : plan.relearnings()) {
            RelearnConfig config = relearn.config(loaded.model().config(), seed);
            checks.add(progress -> attacks.relearned(config, progress));
        }
        return checks;
    }
}
