package lacuna.unlearning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.AdamW;
import lacuna.tensor.Torch;

/** Trains by any method. What is minimised, and what is trained, is the {@link Objective}'s business. */
public final class UnlearnTrainer {

    /** Makes the objective of a run. */
    @FunctionalInterface
    interface Objectives {
        Objective of(UnlearnConfig config, UnlearnInputs inputs) throws LacunaException;
    }

    private final UnlearnInputs inputs;
    private final RunSchedule schedule;
    private final RunCheck check;
    private final Objectives objectives;

    /** Without checks. */
    public UnlearnTrainer(UnlearnInputs inputs) {
        this(inputs, RunSchedule.NONE, (step, trained, progress) -> new LiveCheck(step, null, null, 0, List.of()));
    }

    /** @param check made when the schedule says so */
    public UnlearnTrainer(UnlearnInputs inputs, RunSchedule schedule, RunCheck check) {
        this(inputs, schedule, check, UnlearnConfig::objective);
    }

    UnlearnTrainer(UnlearnInputs inputs, RunSchedule schedule, RunCheck check, Objectives objectives) {
        this.inputs = inputs;
        this.schedule = schedule;
        this.check = check;
        this.objectives = objectives;
    }

    /**
     * Runs to the end, a cancel or a failure. The run folder always holds the log of the steps done and the last checkpoint.
     *
     * @throws lacuna.run.Cancelled within one step of a cancel, after a checkpoint
     * @throws LacunaException if the inputs do not fit together, disk or memory run out, or a loss is no longer believed (see
     *     {@link LossGuard})
     */
    public UnlearnResult run(UnlearnConfig config, UnlearnRun run, TrainingListener listener, Progress progress)
            throws LacunaException {
        UnlearnInputs cut = inputs.cutTo(config.maxTokens());
        Torch torch = inputs.model().torch();
        try (Objective objective = objectives.of(config, cut);
                AdamW adam = new AdamW(torch, objective.trained().parameters(), objective.optimizer())) {
            Checkpoints checkpoints = new Checkpoints(run, fingerprint(cut, config, run));
            Checks checks = new Checks(schedule, check, run);
            RunRecord record = record(cut, config, run, objective.trained().size());
            return new TrainingLoop(torch, run, objective, adam, checkpoints, checks, record).run(listener, progress);
        }
    }

    private RunRecord record(UnlearnInputs cut, UnlearnConfig config, UnlearnRun run, long parameters) {
        Torch torch = cut.model().torch();
        return new RunRecord(
                config.method(),
                RunRecord.Status.RUNNING,
                config,
                cut.selection().features(),
                RunRecord.versions(torch),
                torch.deviceName(),
                new TreeMap<>(run.hashes()),
                parameters,
                config.stepsOver(cut.texts().target().size()),
                0,
                null,
                schedule,
                null);
    }

    /** Of everything that decides the numbers of a step; how long the run is, how often it is saved and how its passes are cut does not. */
    private static String fingerprint(UnlearnInputs inputs, UnlearnConfig config, UnlearnRun run)
            throws LacunaException {
        ObjectNode settings = (ObjectNode) Json.parseTree(Json.line(config), "the settings");
        settings.remove(List.of("steps", "epochs", "checkpointEvery", "memory"));
        StringBuilder text = new StringBuilder(settings.toString());
        for (SelectedFeature feature : inputs.selection().features()) {
            text.append(' ').append(feature.layer()).append(' ').append(feature.feature());
        }
        text.append(' ').append(inputs.texts().fingerprint()).append(' ').append(new TreeMap<>(run.hashes()));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
