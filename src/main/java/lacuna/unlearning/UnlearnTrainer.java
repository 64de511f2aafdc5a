package lacuna.unlearning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lacuna.run.AtomicFiles;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.AdamW;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;

/** The training loop. What is minimised, and what is trained, is the {@link Objective}'s business. */
public final class UnlearnTrainer {

    private final UnlearnInputs inputs;

    public UnlearnTrainer(UnlearnInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Runs to the end, a cancel or a failure. The run folder always holds the log of the steps done and the last checkpoint.
     *
     * @throws Cancelled within one step of a cancel, after a checkpoint
     * @throws LacunaException if the inputs do not fit together, the disk is full, or a loss is no longer a number
     */
    public UnlearnResult run(UnlearnConfig config, UnlearnRun run, TrainingListener listener, Progress progress)
            throws LacunaException {
        UnlearnInputs cut = inputs.cutTo(config.maxTokens());
        String fingerprint = fingerprint(cut, config, run);
        Torch torch = inputs.model().torch();
        try (Objective objective = config.objective(cut);
                AdamW adam = new AdamW(torch, objective.trained().parameters(), objective.optimizer())) {
            int done = start(run, objective, adam, fingerprint);
            RunRecord record = record(cut, config, run, objective.trained().size());
            return train(
                    new Training(config, run, objective, adam, record, fingerprint, torch), done, listener, progress);
        }
    }

    /** What the loop works with. */
    private record Training(
            UnlearnConfig config,
            UnlearnRun run,
            Objective objective,
            AdamW adam,
            RunRecord record,
            String fingerprint,
            Torch torch) {

        void checkpoint(int done) throws LacunaException {
            Checkpoint.write(run.checkpoint(), objective.trained(), adam, done, fingerprint);
        }

        boolean checkpointDue(int done) {
            return done == record.stepsPlanned()
                    || (config.checkpointEvery() > 0 && done % config.checkpointEvery() == 0);
        }

        void note(RunRecord.Status status, int done, @Nullable String problem) throws LacunaException {
            Json.write(run.record(), record.at(status, done, problem));
        }
    }

    private static UnlearnResult train(Training t, int from, TrainingListener listener, Progress progress)
            throws LacunaException {
        String activity = t.config().title() + " training";
        int planned = t.record().stepsPlanned();
        long start = System.nanoTime();
        int done = from;
        t.note(RunRecord.Status.RUNNING, done, null);
        try (TrainingLog log = TrainingLog.open(t.run().log(), from)) {
            progress.report(activity, done, planned);
            while (done < planned) {
                progress.check();
                TrainingStep step = step(t, done, progress);
                done++;
                log.append(step);
                listener.onStep(step);
                progress.report(activity, done, planned);
                if (t.checkpointDue(done)) {
                    t.checkpoint(done);
                }
            }
            t.objective().trained().write(t.run().adapter());
        } catch (Cancelled e) {
            t.checkpoint(done);
            t.note(RunRecord.Status.CANCELLED, done, null);
            throw e;
        } catch (LacunaException e) {
            noteFailure(t, done, e);
            throw e;
        }
        t.note(RunRecord.Status.FINISHED, done, null);
        return result(t, done, (System.nanoTime() - start) / 1e9);
    }

    private static UnlearnResult result(Training t, int done, double seconds) throws LacunaException {
        List<TrainingStep> lines = TrainingLog.read(t.run().log());
        if (lines.isEmpty()) {
            throw new LacunaException(t.run().log() + " has no lines although " + done
                    + " steps are done; the adapter is complete, but the log of this run is lost.");
        }
        return new UnlearnResult(
                done,
                lines.get(0),
                lines.get(lines.size() - 1),
                seconds,
                t.run().adapter());
    }

    /** One update. A cancel between the losses leaves what is trained as it was before the step. */
    private static TrainingStep step(Training t, int done, Progress progress) throws LacunaException {
        long began = System.nanoTime();
        // decision: seeded every step, so that a resumed run draws what the whole run would have drawn
        t.torch().seed(new SplittableRandom(t.config().seed() + done).nextLong());
        StepLosses losses = t.objective().add(done, progress);
        requireFinite(losses.total(), words(losses.byName()), done + 1, t.run());
        double norm = t.adam().step(t.config().learningRateAt(done), t.config().largestNorm());
        requireFinite(norm, "the gradient's norm is " + norm, done + 1, t.run());
        return TrainingStep.of(done + 1, losses, norm, (System.nanoTime() - began) / 1e9);
    }

    private static String words(Map<String, Double> losses) {
        return "the losses are "
                + losses.entrySet().stream()
                        .map(loss -> String.format(Locale.ROOT, "%s %.4g", loss.getKey(), loss.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static void requireFinite(double value, String what, int step, UnlearnRun run) throws LacunaException {
        if (Double.isFinite(value)) {
            return;
        }
        String kept = Checkpoint.exists(run.checkpoint())
                ? " The checkpoint " + run.checkpoint() + " is kept."
                : " No checkpoint had been written yet.";
        throw new LacunaException("Training stopped at step " + step + ": " + what + "." + kept
                + " Lower the learning rate or the suppression strength, or set a gradient limit.");
    }

    private static void noteFailure(Training t, int done, LacunaException problem) {
        try {
            t.note(RunRecord.Status.FAILED, done, problem.getMessage());
        } catch (LacunaException second) {
            problem.addSuppressed(second); // decision: a full disk is the first error's story
        }
    }

    /** Clears or takes up what is in the run folder. */
    private static int start(UnlearnRun run, Objective objective, AdamW adam, String fingerprint)
            throws LacunaException {
        AtomicFiles.deleteTree(run.adapter());
        if (run.start() == UnlearnRun.Start.RESUME && Checkpoint.exists(run.checkpoint())) {
            return Checkpoint.restore(run.checkpoint(), objective.trained(), adam, fingerprint);
        }
        delete(run.checkpoint());
        return 0;
    }

    private static void delete(Path file) throws LacunaException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot remove the old " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static RunRecord record(UnlearnInputs inputs, UnlearnConfig config, UnlearnRun run, long parameters) {
        Torch torch = inputs.model().torch();
        return new RunRecord(
                config.method(),
                RunRecord.Status.RUNNING,
                config,
                inputs.selection().features(),
                RunRecord.versions(torch),
                torch.deviceName(),
                new TreeMap<>(run.hashes()),
                parameters,
                config.stepsOver(inputs.texts().target().size()),
                0,
                null);
    }

    /** Of everything that decides the numbers of a step; how long the run is and how often it is saved does not. */
    private static String fingerprint(UnlearnInputs inputs, UnlearnConfig config, UnlearnRun run)
            throws LacunaException {
        ObjectNode settings = (ObjectNode) Json.parseTree(Json.line(config), "the settings");
        settings.remove(List.of("steps", "epochs", "checkpointEvery"));
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
