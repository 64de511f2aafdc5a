package lacuna.unlearning;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lacuna.run.AtomicFiles;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.AdamW;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;

/** Step after step: losses, update, log line, checkpoint, check. Used once. */
final class TrainingLoop {

    private final Torch torch;
    private final UnlearnConfig config;
    private final UnlearnRun run;
    private final Objective objective;
    private final AdamW adam;
    private final Checkpoints checkpoints;
    private final Checks checks;
    private final RunRecord record;
    private final FootprintLog footprints;
    private final LossGuard guard = new LossGuard();
    private int done;

    TrainingLoop(
            Torch torch,
            UnlearnRun run,
            Objective objective,
            AdamW adam,
            Checkpoints checkpoints,
            Checks checks,
            RunRecord record) {
        this.torch = torch;
        this.config = record.config();
        this.run = run;
        this.objective = objective;
        this.adam = adam;
        this.checkpoints = checkpoints;
        this.checks = checks;
        this.record = record;
        this.footprints = new FootprintLog(run.footprint(), torch);
    }

    UnlearnResult run(TrainingListener listener, Progress progress) throws LacunaException {
        long start = System.nanoTime();
        done = checkpoints.start(objective, adam);
        // not before: a run that cannot be gone on with keeps what it has made
        AtomicFiles.deleteTree(run.adapter());
        checks.begin(done);
        footprints.begin(done);
        note(RunRecord.Status.RUNNING, null);
        try (TrainingLog log = TrainingLog.open(run.log(), done)) {
            TrainingLog.read(run.log()).forEach(line -> guard.add(line.total()));
            steps(log, listener, progress);
            checks.finish(objective.trained());
            checkpoints.finish();
        } catch (Cancelled e) {
            checkpoints.write(objective, adam, done);
            note(RunRecord.Status.CANCELLED, null);
            throw e;
        } catch (LacunaException e) {
            noteFailure(e);
            throw e;
        } catch (RuntimeException | Error e) {
            noteFailure(new LacunaException("Training failed unexpectedly: " + e + ".", e));
            throw e;
        }
        note(RunRecord.Status.FINISHED, null);
        return result((System.nanoTime() - start) / 1e9);
    }

    private void steps(TrainingLog log, TrainingListener listener, Progress progress) throws LacunaException {
        String activity = config.title() + " training";
        int planned = record.stepsPlanned();
        progress.report(activity, done, planned);
        check(listener, progress); // one that a cancel or a kill has prevented
        while (done < planned) {
            progress.check();
            TrainingStep step = step(progress);
            done++;
            log.append(step);
            footprints.after(done);
            listener.onStep(step);
            progress.report(activity, done, planned);
            if (done == planned || (config.checkpointEvery() > 0 && done % config.checkpointEvery() == 0)) {
                checkpoints.write(objective, adam, done);
            }
            check(listener, progress);
        }
    }

    private void check(TrainingListener listener, Progress progress) throws LacunaException {
        if (checks.isDue(done)) {
            listener.onCheck(checks.make(done, objective.trained(), progress));
            note(RunRecord.Status.RUNNING, null);
        }
    }

    /** One update. A cancel between the losses leaves what is trained as it was before the step. */
    private TrainingStep step(Progress progress) throws LacunaException {
        long began = System.nanoTime();
        // decision: seeded every step, so that a resumed run draws what the whole run would have drawn
        torch.seed(new SplittableRandom(config.seed() + done).nextLong());
        StepLosses losses = losses(progress);
        String problem = guard.problem(losses);
        if (!problem.isEmpty()) {
            throw diverged(problem);
        }
        double norm = adam.step(config.learningRateAt(done), config.largestNorm());
        if (!Double.isFinite(norm)) {
            throw diverged("the gradient's norm is " + norm);
        }
        guard.add(losses.total());
        return TrainingStep.of(done + 1, losses, norm, (System.nanoTime() - began) / 1e9);
    }

    private LacunaException diverged(String problem) throws LacunaException {
        checkpoints.reject(done);
        return new LacunaException("Training stopped at step " + (done + 1) + ": " + problem + ". "
                + checkpoints.words()
                + " Start again with a lower learning rate or suppression strength, or with a gradient limit.");
    }

    private StepLosses losses(Progress progress) throws LacunaException {
        try {
            return objective.add(done, progress);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!OutOfMemory.is(e)) {
                throw e;
            }
            // the update has not begun: the state of the step before is whole
            checkpoints.write(objective, adam, done);
            Optional<UnlearnConfig> lighter = config.lighter();
            String next = lighter.isPresent()
                    ? " Going on with this run makes " + lighter.get().load() + " instead of " + config.load() + "."
                    : " Start again with shorter texts, or train fewer blocks.";
            throw new OutOfMemory(
                    "Memory ran out at step " + (done + 1) + ". " + checkpoints.words() + next,
                    lighter.orElse(null),
                    e);
        }
    }

    private void note(RunRecord.Status status, @Nullable String problem) throws LacunaException {
        Json.write(run.record(), record.at(status, done, problem, checks.best()));
    }

    private void noteFailure(LacunaException problem) {
        try {
            note(RunRecord.Status.FAILED, problem.getMessage());
        } catch (LacunaException second) {
            problem.addSuppressed(second); // decision: a full disk is the first error's story
        }
    }

    private UnlearnResult result(double seconds) throws LacunaException {
        List<TrainingStep> lines = TrainingLog.read(run.log());
        if (lines.isEmpty() && done > 0) {
            throw new LacunaException(run.log() + " has no lines although " + done
                    + " steps are done; the adapter is complete, but the log of this run is lost.");
        }
        List<TrainingStep> ends = lines.isEmpty() ? List.of() : List.of(lines.get(0), lines.get(lines.size() - 1));
        return new UnlearnResult(done, ends, seconds, run.adapter());
    }
}
