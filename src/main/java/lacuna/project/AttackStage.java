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

/** Makes checks of persistence of a run on the project's target questions and keeps each in the run's folder as soon as it is made. */
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
        Prefixes prefixes = plan.prefixes().isPresent()
                ? Prefixes.read(plan.prefixes().get())
                : new Prefixes("", List.of());
        Progress before = new PrefixedProgress("Before and after unlearning", progress);
        try (RunAttacks attacks = RunAttacks.begin(loaded, folder, before)) {
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
        Persistence make(Progress progress) throws LacunaException;
    }

    private List<Check> checks(AttackPlan plan, Prefixes prefixes, RunAttacks attacks) {
        List<Check> checks = new ArrayList<>();
        for (Quantization quantization : plan.quantizations()) {
            checks.add(progress -> attacks.quantised(quantization, progress));
        }
        if (!prefixes.texts().isEmpty()) {
            checks.add(progress -> attacks.prefixed(prefixes, progress));
        }
        ProjectManifest manifest = loaded.project().manifest();
        for (AttackPlan.Relearn relearn : plan.relearnings()) {
            RelearnConfig config = relearn.config(loaded.model().config(), manifest.seed());
            checks.add(progress -> attacks.relearned(config, progress));
        }
        return checks;
    }
}
