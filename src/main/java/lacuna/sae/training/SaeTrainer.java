package lacuna.sae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lacuna.activations.ActivationBuffer;
import lacuna.activations.HarvestPlan;
import lacuna.activations.ResidualSource;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Numerals;
import lacuna.run.Progress;
import lacuna.sae.SaeEvaluator;
import lacuna.sae.SaeReport;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFiles;
import lacuna.sae.format.SaeOrigin;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.text.TokenizedDocument;

/**
 * Trains one sparse autoencoder for each of several hook points from the same passes over a model, and writes each as a SAELens folder
 * {@code FOLDER/resid_post.L} with {@code cfg.json}, weights, {@code sparsity.safetensors} and {@code report.json}. While it runs, the
 * state is kept in {@code FOLDER/training-state.safetensors}; a run that was killed goes on from there and ends in the same weights.
 */
public final class SaeTrainer {

    /** Where an unfinished run keeps its state. */
    public static final String STATE = "training-state.safetensors";

    /**
     * The content of {@code report.json}.
     *
     * @param model name of the model folder
     * @param documents how many documents were trained on
     * @param heldOutDocuments how many the report was measured on
     */
    public record Written(
            SaeReport report, SaeTrainingConfig training, String model, int documents, int heldOutDocuments) {}

    /** What was measured when the SAE was trained here; empty for SAEs that others trained. */
    public static Optional<Written> readReport(Path folder) throws LacunaException {
        Path file = folder.resolve(SaeReport.FILE);
        return Files.isRegularFile(file) ? Optional.of(Json.readLenient(file, Written.class)) : Optional.empty();
    }

    private static final int EVERY_NTH_HELD_OUT = 20;
    private static final int LOG_EVERY = 100;

    private final ResidualSource source;
    private final String modelName;
    private final SaeTrainingConfig config;
    private final Path folder;
    private final Progress progress;

    private SaeTrainer(
            ResidualSource source, String modelName, SaeTrainingConfig config, Path folder, Progress progress) {
        this.source = source;
        this.modelName = modelName;
        this.config = config;
        this.folder = folder;
        this.progress = progress;
    }

    /** Trains on nineteen of twenty documents and reports on the twentieth ones. */
    public static List<SaeReport> run(
            LanguageModel model,
            List<HookPoint> hooks,
            List<TokenizedDocument> documents,
            SaeTrainingConfig config,
            Path folder,
            Progress progress)
            throws LacunaException {
        List<TokenizedDocument> training = new ArrayList<>();
        List<TokenizedDocument> heldOut = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            (i % EVERY_NTH_HELD_OUT == EVERY_NTH_HELD_OUT - 1 ? heldOut : training).add(documents.get(i));
        }
        if (heldOut.isEmpty()) {
            throw new LacunaException("Training SAEs takes at least " + EVERY_NTH_HELD_OUT
                    + " documents, since every twentieth is held out for the report; there are " + documents.size()
                    + ".");
        }
        return run(model, hooks, training, heldOut, config, folder, progress);
    }

    /** Trains on some documents and reports on others. */
    public static List<SaeReport> run(
            LanguageModel model,
            List<HookPoint> hooks,
            List<TokenizedDocument> documents,
            List<TokenizedDocument> heldOut,
            SaeTrainingConfig config,
            Path folder,
            Progress progress)
            throws LacunaException {
        Path name = model.folder().toAbsolutePath().normalize().getFileName();
        return run(
                ResidualSource.of(model),
                name == null ? "" : name.toString(),
                hooks,
                documents,
                heldOut,
                config,
                folder,
                progress);
    }

    /** Trains on rows of any source. */
    public static List<SaeReport> run(
            ResidualSource source,
            String modelName,
            List<HookPoint> hooks,
            List<TokenizedDocument> documents,
            List<TokenizedDocument> heldOut,
            SaeTrainingConfig config,
            Path folder,
            Progress progress)
            throws LacunaException {
        for (HookPoint hook : hooks) {
            if (hook.layer() >= source.layers()) {
                throw new LacunaException(
                        "There is no " + hook + ": the model has blocks 0 to " + (source.layers() - 1) + ".");
            }
        }
        return new SaeTrainer(source, modelName, config, folder, progress).train(hooks, documents, heldOut);
    }

    private List<SaeReport> train(
            List<HookPoint> hooks, List<TokenizedDocument> documents, List<TokenizedDocument> heldOut)
            throws LacunaException {
        if (documents.stream().mapToLong(HarvestPlan::rows).sum() == 0
                || heldOut.stream().mapToLong(HarvestPlan::rows).sum() == 0) {
            throw new LacunaException(
                    "There is no text to train SAEs on or to measure them on: every document is empty.");
        }
        List<DictionaryLearner> learners = new ArrayList<>();
        try {
            for (HookPoint hook : hooks) {
                learners.add(new DictionaryLearner(source.torch(), hook, source.width(hook), config));
            }
            String signature = signature(hooks, documents);
            boolean resumed = resume(learners, signature);
            learn(
                    learners,
                    hooks,
                    new HarvestPlan(documents, config.bufferTokens(), config.seed()),
                    signature,
                    resumed);
            return finish(learners, documents.size(), heldOut);
        } finally {
            learners.forEach(DictionaryLearner::close);
        }
    }

    private void learn(
            List<DictionaryLearner> learners,
            List<HookPoint> hooks,
            HarvestPlan plan,
            String signature,
            boolean resumed)
            throws LacunaException {
        int perPass = config.bufferTokens() / config.batchTokens();
        int perBuffer = perPass * config.bufferPasses();
        boolean started = resumed;
        while (learners.get(0).steps() < config.steps()) {
            int number = learners.get(0).steps() / perBuffer;
            try (ActivationBuffer buffer =
                    ActivationBuffer.harvest(source, plan.buffer(number), hooks, config.modelBatch(), progress)) {
                if (!started) {
                    learners.forEach(learner -> learner.start(buffer.rows(learner.hook())));
                    started = true;
                }
                serve(learners, buffer, number, perPass, signature);
            }
        }
    }

    private void serve(
            List<DictionaryLearner> learners, ActivationBuffer buffer, int number, int perPass, String signature)
            throws LacunaException {
        for (int pass = 0; pass < config.bufferPasses(); pass++) {
            int first = (number * config.bufferPasses() + pass) * perPass;
            List<long[]> batches = buffer.batches(config.batchTokens(), config.seed() * 1_000_003 + first)
                    .subList(0, perPass);
            for (int i = Math.max(0, learners.get(0).steps() - first); i < perPass && first + i < config.steps(); i++) {
                if (progress.isCancelled()) {
                    save(learners, signature);
                    throw new Cancelled();
                }
                step(learners, buffer, batches.get(i), first + i);
                int done = first + i + 1;
                if (done % config.checkpointEvery() == 0 && done < config.steps()) {
                    save(learners, signature);
                }
                progress.report("Training SAEs", done, config.steps());
            }
        }
    }

    private void step(List<DictionaryLearner> learners, ActivationBuffer buffer, long[] batch, int step)
            throws LacunaException {
        for (DictionaryLearner learner : learners) {
            DictionaryLearner.StepResult result = learner.step(buffer.rows(learner.hook()), batch, config.rate(step));
            if (!Double.isFinite(result.error())) {
                throw new LacunaException("Training the SAE for " + learner.hook() + " diverged at step " + step
                        + ". Lower the learning rate (it is " + Numerals.of(config.learningRate()) + ").");
            }
            if ((step + 1) % LOG_EVERY == 0) {
                progress.log(String.format(
                        Locale.ROOT,
                        "%s step %d: error %.4f of the variance, L0 %.1f, dead %d",
                        learner.hook(),
                        step + 1,
                        result.error(),
                        result.l0(),
                        result.dead()));
            }
        }
    }

    private void save(List<DictionaryLearner> learners, String signature) throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter().metadata("signature", signature);
        learners.forEach(learner -> learner.save(writer));
        writer.write(folder.resolve(STATE));
    }

    /** Takes up a saved state if it belongs to the same run. */
    private boolean resume(List<DictionaryLearner> learners, String signature) throws LacunaException {
        Path file = folder.resolve(STATE);
        if (!Files.exists(file)) {
            return false;
        }
        try (Safetensors saved = Safetensors.open(file)) {
            if (!signature.equals(saved.metadata().get("signature"))) {
                progress.log("The unfinished training in " + file + " has other settings or texts; starting anew.");
                return false;
            }
            for (DictionaryLearner learner : learners) {
                learner.restore(saved);
            }
        }
        progress.log("Going on from step " + learners.get(0).steps() + ".");
        return true;
    }

    private String signature(List<HookPoint> hooks, List<TokenizedDocument> documents) {
        long hash = 17;
        for (TokenizedDocument document : documents) {
            hash = hash * 31 + java.util.Arrays.hashCode(document.ids());
        }
        return modelName + " " + hooks + " " + documents.size() + " " + Long.toHexString(hash) + " "
                + Json.line(config);
    }

    private List<SaeReport> finish(List<DictionaryLearner> learners, int documents, List<TokenizedDocument> heldOut)
            throws LacunaException {
        List<SparseAutoencoder> saes = new ArrayList<>();
        try {
            for (DictionaryLearner learner : learners) {
                Path place = folder.resolve(learner.hook().toString());
                try (SparseAutoencoder trained = learner.finish()) {
                    SaeFiles.write(trained, place, new SaeOrigin(modelName, "", config.contextSize()), config.stored());
                }
                saes.add(SaeFiles.read(
                        place, source.torch())); // what is reported on is what was written, rounding included
            }
            List<SaeEvaluator.Measured> measured =
                    SaeEvaluator.measure(source, saes, heldOut, config.modelBatch(), progress);
            for (int i = 0; i < saes.size(); i++) {
                Path place = folder.resolve(saes.get(i).hook().toString());
                SaeFiles.writeSparsity(place, measured.get(i).firingShare());
                Json.write(
                        place.resolve(SaeReport.FILE),
                        new Written(measured.get(i).report(), config, modelName, documents, heldOut.size()));
            }
            Files.deleteIfExists(folder.resolve(STATE));
            return measured.stream().map(SaeEvaluator.Measured::report).toList();
        } catch (IOException e) {
            throw new LacunaException("Cannot remove " + folder.resolve(STATE) + ": " + e.getMessage() + ".", e);
        } finally {
            saes.forEach(SparseAutoencoder::close);
        }
    }
}
