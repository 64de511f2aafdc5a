package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.Attacks;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Makes the checks of a plan, one after the other; each is kept in the run's folder as soon as it is made. */
public final class AttackStage {

    private static final String PROBE = "linear probe";
    private static final String ANSWER_PROBE = "answer probe";

    private final LoadedProject loaded;
    private final RunFolder folder;

    public AttackStage(LoadedProject loaded, RunFolder folder) {
        this.loaded = loaded;
        this.folder = folder;
    }

    /** One of them, not yet made. */
    private record Check(String name, Make make) {}

    @FunctionalInterface
    private interface Make {
        void run(RunAttacks attacks, Progress progress) throws LacunaException;
    }

    /**
     * All of the plan; one that was made before is made again.
     *
     * @param soFar hears all checks of the run after each new one
     * @return all checks of the run
     * @throws LacunaException if the project has no target questions, the run has no adapter, or the prefixes cannot be read
     */
    public List<Persistence> run(AttackPlan plan, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException {
        make(checks(plan, seed()), plan.part(), soFar, progress);
        return RunAttacks.read(folder);
    }

    /**
     * What of the plan has not been made yet.
     *
     * @param seed of training again
     * @return the plan's checks that asked questions, in its order
     * @throws LacunaException as {@link #run}
     */
    public List<Persistence> complete(AttackPlan plan, long seed, Progress progress) throws LacunaException {
        List<Check> checks = checks(plan, seed);
        Persistence.Basis basis = basis(plan.part());
        List<Persistence> known = RunAttacks.read(folder);
        List<Check> missing = new ArrayList<>();
        for (Check check : checks) {
            if (!isKept(check, basis, known)) {
                missing.add(check);
            }
        }
        make(missing, plan.part(), soFar -> {}, progress);
        List<Persistence> all = RunAttacks.read(folder);
        return checks.stream()
                .flatMap(check -> find(check, basis, all).stream())
                .toList();
    }

    private boolean isKept(Check check, Persistence.Basis basis, List<Persistence> known) throws LacunaException {
        return switch (check.name) {
            case PROBE -> folder.has(RunAttacks.LINEAR_PROBE);
            case ANSWER_PROBE ->
                folder.has(RunAttacks.ANSWER_PROBE)
                        && Json.read(folder.file(RunAttacks.ANSWER_PROBE), AnswerProbeCheck.class)
                                .basis()
                                .equals(basis);
            default -> find(check, basis, known).isPresent();
        };
    }

    private static Optional<Persistence> find(Check check, Persistence.Basis basis, List<Persistence> known) {
        return known.stream()
                .filter(kept -> kept.name().equals(check.name) && kept.basis().equals(basis))
                .findFirst();
    }

    private Persistence.Basis basis(QuestionSet.Part part) throws LacunaException {
        QuestionSet questions = RunAttacks.questions(loaded.project(), part);
        return new Persistence.Basis(
                new ProjectFiles(loaded.project()).questionConfig().protocol(), questions.name(), questions.size());
    }

    private void make(List<Check> checks, QuestionSet.Part part, Consumer<List<Persistence>> soFar, Progress progress)
            throws LacunaException {
        if (checks.isEmpty()) {
            return;
        }
        try (RunAttacks attacks =
                RunAttacks.begin(loaded, folder, part, new PrefixedProgress("Before and after unlearning", progress))) {
            int number = 0;
            for (Check check : checks) {
                progress.check();
                number++;
                check.make.run(attacks, new PrefixedProgress("Check " + number + " of " + checks.size(), progress));
                soFar.accept(RunAttacks.read(folder));
            }
        }
    }

    private List<Check> checks(AttackPlan plan, long seed) throws LacunaException {
        List<Check> checks = new ArrayList<>();
        for (Quantization quantization : plan.quantizations()) {
            checks.add(new Check(
                    Attacks.name(quantization), (attacks, progress) -> attacks.quantised(quantization, progress)));
        }
        if (plan.prefixes().isPresent()) {
            Prefixes prefixes = Prefixes.read(plan.prefixes().get());
            checks.add(new Check(Attacks.name(prefixes), (attacks, progress) -> attacks.prefixed(prefixes, progress)));
        }
        int blocks = loaded.model().config().layers();
        if (plan.readings().contains(AttackPlan.Reading.LOGIT_LENS)) {
            checks.add(new Check(Attacks.nameOfLens(blocks), RunAttacks::lens));
        }
        if (plan.readings().contains(AttackPlan.Reading.LINEAR_PROBE)) {
            checks.add(new Check(PROBE, RunAttacks::probe));
        }
        if (plan.readings().contains(AttackPlan.Reading.ANSWER_PROBE)) {
            checks.add(new Check(ANSWER_PROBE, RunAttacks::answerProbe));
        }
        for (AttackPlan.Relearn relearn : plan.relearnings()) {
            RelearnConfig config = relearn.config(loaded.model().config(), seed);
            checks.add(new Check(
                    Attacks.name(config, RunAttacks.RELEARNED),
                    (attacks, progress) -> attacks.relearned(config, progress)));
        }
        return checks;
    }

    /** The run's own. */
    private long seed() throws LacunaException {
        return folder.settings()
                .map(RunSettings::seed)
                .orElse(loaded.project().manifest().seed());
    }
}
