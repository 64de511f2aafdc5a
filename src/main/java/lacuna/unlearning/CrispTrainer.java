package lacuna.unlearning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.run.AtomicFiles;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.CrispMode;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;
import lacuna.tensor.AdamW;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import org.jspecify.annotations.Nullable;

/**
 * Trains a LoRA adapter that turns chosen SAE features down on the target texts and leaves the residual stream on benign texts where it
 * was (CRISP, Ashuach et al., arXiv 2508.13650). The SAEs are needed for training only; what remains is the adapter.
 */
public final class CrispTrainer {

    /** What the frozen model said about batches is kept up to this size. */
    private static final long FROZEN_BUDGET_BYTES = 512L << 20;

    private final LanguageModel model;
    private final List<SparseAutoencoder> saes;

    /** @param saes at most one per block */
    public CrispTrainer(LanguageModel model, List<SparseAutoencoder> saes) {
        this.model = model;
        this.saes = List.copyOf(saes);
    }

    /**
     * Where a mode reads the residual stream for an SAE: where the SAE was trained, except that the released code reads every SAE at the
     * input of its block. Statistics for the selection have to be collected at the same place.
     */
    public static HookPoint site(CrispMode mode, HookPoint hook) {
        return mode == CrispMode.CODE ? HookPoint.residPre(hook.layer()) : hook;
    }

    /** Steps a run will make. */
    public static int steps(UnlearnConfig config, int targetDocuments) {
        int perEpoch = (targetDocuments + config.batchSize() - 1) / config.batchSize();
        return config.steps() > 0 ? config.steps() : config.epochs() * perEpoch;
    }

    /**
     * Runs to the end, a cancel or a failure. The run folder always holds the log of the steps done and the last checkpoint.
     *
     * @throws Cancelled within one step of a cancel, after a checkpoint
     * @throws LacunaException if the inputs do not fit together, the disk is full, or a loss is no longer a number
     */
    public UnlearnResult run(
            FeatureSelection selection,
            UnlearnTexts texts,
            UnlearnConfig config,
            UnlearnRun run,
            TrainingListener listener,
            Progress progress)
            throws LacunaException {
        UnlearnTexts cut = texts.cutTo(config.maxTokens());
        cut.requireBoth();
        SuppressionPlan plan = SuppressionPlan.of(selection, saes, model, config);
        String fingerprint = fingerprint(selection, cut, config, run);
        Torch torch = model.torch();
        try (LoraAdapter adapter = LoraAdapter.create(model, config.lora(), config.seed());
                AdamW adam = new AdamW(torch, adapter.parameters(), AdamW.Config.CRISP);
                CrispLosses losses = new CrispLosses(torch, config.mode(), config.drift(), config.suppression());
                FrozenCache cache = new FrozenCache(torch, FROZEN_BUDGET_BYTES)) {
            List<SuppressedLayer> layers = plan.layers(losses);
            try {
                CrispGradients gradients =
                        new CrispGradients(model, adapter, config, losses, layers, plan.sites(), cache);
                int done = start(run, adapter, adam, fingerprint);
                RunRecord record = record(selection, config, run, adapter.size(), cut);
                return train(
                        new Training(cut, config, run, adapter, adam, gradients, record, fingerprint),
                        done,
                        listener,
                        progress);
            } finally {
                layers.forEach(SuppressedLayer::close);
            }
        }
    }

    /** What the loop works with. */
    private record Training(
            UnlearnTexts texts,
            UnlearnConfig config,
            UnlearnRun run,
            LoraAdapter adapter,
            AdamW adam,
            CrispGradients gradients,
            RunRecord record,
            String fingerprint) {

        void checkpoint(int done) throws LacunaException {
            Checkpoint.write(run.checkpoint(), adapter, adam, done, fingerprint);
        }

        boolean checkpointDue(int done) {
            return done == record.stepsPlanned()
                    || (config.checkpointEvery() > 0 && done % config.checkpointEvery() == 0);
        }

        void note(RunRecord.Status status, int done, @Nullable String problem) throws LacunaException {
            Json.write(run.record(), record.at(status, done, problem));
        }
    }

    private UnlearnResult train(Training t, int from, TrainingListener listener, Progress progress)
            throws LacunaException {
        BatchOrder targets = BatchOrder.ofTarget(t.texts(), t.config());
        BatchOrder benign = BatchOrder.ofBenign(t.texts(), t.config());
        int planned = t.record().stepsPlanned();
        long start = System.nanoTime();
        int done = from;
        t.note(RunRecord.Status.RUNNING, done, null);
        try (TrainingLog log = TrainingLog.open(t.run().log(), from)) {
            progress.report("CRISP training", done, planned);
            while (done < planned) {
                progress.check();
                TrainingStep step = step(
                        t,
                        done,
                        targets.batch(done),
                        benign.batch(done),
                        BatchOrder.coherence(t.texts(), t.config(), done),
                        progress);
                done++;
                log.append(step);
                listener.onStep(step);
                progress.report("CRISP training", done, planned);
                if (t.checkpointDue(done)) {
                    t.checkpoint(done);
                }
            }
            t.adapter().write(t.run().adapter());
        } catch (Cancelled e) {
            t.checkpoint(done);
            t.note(RunRecord.Status.CANCELLED, done, null);
            throw e;
        } catch (LacunaException e) {
            noteFailure(t, done, e);
            throw e;
        }
        t.note(RunRecord.Status.FINISHED, done, null);
        List<TrainingStep> lines = TrainingLog.read(t.run().log());
        if (lines.isEmpty()) {
            throw new LacunaException(t.run().log() + " has no lines although " + done
                    + " steps are done; the adapter is complete, but the log of this run is lost.");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new UnlearnResult(
                done,
                lines.get(0),
                lines.get(lines.size() - 1),
                seconds,
                t.run().adapter());
    }

    /** One update. A cancel between the losses leaves the adapter as it was before the step. */
    private TrainingStep step(
            Training t, int done, TokenBatch target, TokenBatch benign, List<TokenBatch> coherence, Progress progress)
            throws LacunaException {
        UnlearnConfig config = t.config();
        long began = System.nanoTime();
        if (config.lora().dropout() > 0) {
            // decision: seeded every step, so that a resumed run drops what the whole run would have dropped
            model.torch().seed(new SplittableRandom(config.seed() + done).nextLong());
        }
        CrispGradients.Losses losses = t.gradients().add(target, benign, coherence, progress);
        String values = String.format(
                Locale.ROOT,
                "the losses are unlearn %.4g, retain %.4g, coherence %.4g",
                losses.unlearn(),
                losses.retain(),
                losses.coherence());
        requireFinite(losses.total(), values, done + 1, t.run());
        double norm = t.adam().step(config.learningRateAt(done), config.largestNorm());
        requireFinite(norm, "the gradient's norm is " + norm, done + 1, t.run());
        return new TrainingStep(
                done + 1,
                losses.unlearn(),
                losses.retain(),
                losses.coherence(),
                losses.total(),
                norm,
                (System.nanoTime() - began) / 1e9,
                losses.activity());
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
    private static int start(UnlearnRun run, LoraAdapter adapter, AdamW adam, String fingerprint)
            throws LacunaException {
        AtomicFiles.deleteTree(run.adapter());
        if (run.start() == UnlearnRun.Start.RESUME && Checkpoint.exists(run.checkpoint())) {
            return Checkpoint.restore(run.checkpoint(), adapter, adam, fingerprint);
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

    private RunRecord record(
            FeatureSelection selection, UnlearnConfig config, UnlearnRun run, long parameters, UnlearnTexts texts) {
        return new RunRecord(
                "crisp",
                RunRecord.Status.RUNNING,
                config,
                selection.features(),
                RunRecord.versions(model.torch()),
                model.torch().deviceName(),
                new TreeMap<>(run.hashes()),
                parameters,
                steps(config, texts.target().size()),
                0,
                null);
    }

    /** Of everything that decides the numbers of a step; how long the run is does not. */
    private static String fingerprint(
            FeatureSelection selection, UnlearnTexts texts, UnlearnConfig config, UnlearnRun run) {
        StringBuilder text = new StringBuilder(Json.line(config.withSteps(1).withCheckpointEvery(0)));
        for (SelectedFeature feature : selection.features()) {
            text.append(' ').append(feature.layer()).append(' ').append(feature.feature());
        }
        text.append(' ').append(texts.fingerprint()).append(' ').append(new TreeMap<>(run.hashes()));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
