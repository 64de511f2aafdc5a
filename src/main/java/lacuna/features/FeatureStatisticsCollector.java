package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lacuna.activations.ResidualSource;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SaeUnits;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Safetensors;
import lacuna.tensor.Scope;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import org.jspecify.annotations.Nullable;

/**
 * One pass over target and benign documents, all layers at once: what is on at a token is reduced to its sparse entries in the engine
 * and counted in plain Java. Neither activations nor residual rows are kept.
 *
 * <p>Memory beside the model: a batch of pre-activations (tokens * d_sae * 4 bytes, one layer at a time), and for each layer and corpus
 * about 250 bytes a feature plus its passages ({@link KeptPassages}) and half of its sketch ({@link TokenSketches}).
 *
 * <p>With a folder, the state is written there every so many batches, a run that was killed goes on from it, and a finished result is
 * read instead of computed again while model, SAEs, documents and settings are the same.
 */
public final class FeatureStatisticsCollector {

    /** Where an unfinished pass keeps its state. */
    public static final String STATE = "statistics-state.safetensors";

    private static final String SIGNATURE = "signature";
    private static final String NEXT = "next_batch";

    private final ResidualSource source;
    private final List<SparseAutoencoder> saes;
    private final List<HookPoint> hooks;
    private final StatisticsConfig config;
    private final Progress progress;
    private final @Nullable Path folder;
    private final Map<CorpusSide, CorpusTokens> corpora = new EnumMap<>(CorpusSide.class);
    private final Map<CorpusSide, List<LayerAccumulator>> accumulators = new EnumMap<>(CorpusSide.class);

    private FeatureStatisticsCollector(
            ResidualSource source,
            List<SparseAutoencoder> saes,
            StatisticsConfig config,
            @Nullable Path folder,
            Progress progress) {
        this.source = source;
        this.saes = saes.stream()
                .sorted(Comparator.comparing(SparseAutoencoder::hook))
                .toList();
        this.hooks = this.saes.stream().map(SparseAutoencoder::hook).toList();
        this.config = config.fitting(
                saes.stream().mapToLong(SparseAutoencoder::features).sum());
        this.folder = folder;
        this.progress = progress;
    }

    /** Collects without writing anything. */
    public static FeatureStatistics run(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> target,
            List<TokenizedDocument> benign,
            StatisticsConfig config,
            Progress progress)
            throws LacunaException {
        return run(ResidualSource.of(model), saes, target, benign, config, null, progress);
    }

    /** Collects, resumes and keeps the result in a folder. */
    public static FeatureStatistics run(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> target,
            List<TokenizedDocument> benign,
            StatisticsConfig config,
            Path folder,
            Progress progress)
            throws LacunaException {
        return run(ResidualSource.of(model), saes, target, benign, config, folder, progress);
    }

    /**
     * Collects from any source.
     *
     * @param saes one for a hook point at most
     * @param folder where state and result are kept; null to write nothing
     */
    public static FeatureStatistics run(
            ResidualSource source,
            List<SparseAutoencoder> saes,
            List<TokenizedDocument> target,
            List<TokenizedDocument> benign,
            StatisticsConfig config,
            @Nullable Path folder,
            Progress progress)
            throws LacunaException {
        if (saes.isEmpty()) {
            throw new LacunaException("There is no SAE to collect statistics with. Name at least one.");
        }
        if (saes.stream().map(SparseAutoencoder::hook).distinct().count() < saes.size()) {
            throw new LacunaException("Two SAEs read the same hook point. Keep one of them.");
        }
        for (SparseAutoencoder sae : saes) {
            sae.requireWidth(source.width(sae.hook()));
        }
        return new FeatureStatisticsCollector(source, saes, config, folder, progress).collect(target, benign);
    }

    private FeatureStatistics collect(List<TokenizedDocument> target, List<TokenizedDocument> benign)
            throws LacunaException {
        String signature = StatisticsSignature.of(source, saes, target, benign, config);
        FeatureStatistics finished = saved(FeatureStatisticsFiles.DATA, signature);
        if (finished != null) {
            progress.log("The statistics in " + folder + " are up to date.");
            return finished;
        }
        corpora.put(CorpusSide.TARGET, CorpusTokens.of(target));
        corpora.put(CorpusSide.BENIGN, CorpusTokens.of(benign));
        int next = resume(signature);
        // decision: documents of like length together, so that little is padded; ties between passages follow this
        // order
        List<TokenBatch> targetBatches = batches(target);
        List<TokenBatch> all = new ArrayList<>(targetBatches);
        all.addAll(batches(benign));
        for (int i = next; i < all.size(); i++) {
            if (progress.isCancelled()) {
                save(signature, i);
                throw new Cancelled();
            }
            CorpusSide side = i < targetBatches.size() ? CorpusSide.TARGET : CorpusSide.BENIGN;
            add(all.get(i), accumulators.get(side));
            if ((i + 1) % config.checkpointEvery() == 0 && i + 1 < all.size()) {
                save(signature, i + 1);
            }
            progress.report("Statistics of the " + side.label() + " texts", i + 1, all.size());
        }
        FeatureStatistics result = snapshot();
        keep(result, signature);
        return result;
    }

    private List<TokenBatch> batches(List<TokenizedDocument> documents) {
        List<TokenizedDocument> ordered = documents.stream()
                .sorted(Comparator.comparingInt(TokenizedDocument::length))
                .toList();
        return Batcher.inOrder(ordered, config.batchSize(), source.padId());
    }

    private void add(TokenBatch batch, @Nullable List<LayerAccumulator> layers) {
        ValidRows valid = ValidRows.of(batch);
        if (layers == null || valid.size() == 0) {
            return;
        }
        try (Scope scope = Scope.open()) {
            NDArray rows = valid.flat(source.torch().manager());
            List<NDArray> residuals = source.residuals(batch, hooks);
            for (int i = 0; i < saes.size(); i++) {
                layers.get(i).add(batch, valid, saes.get(i).observe(residuals.get(i), rows));
            }
        }
    }

    private int resume(String signature) throws LacunaException {
        FeatureStatistics state = saved(STATE, signature);
        if (state == null || folder == null) {
            begin();
            return 0;
        }
        for (CorpusSide side : CorpusSide.values()) {
            List<LayerAccumulator> layers = new ArrayList<>();
            for (int i = 0; i < saes.size(); i++) {
                LayerStatistics layer = state.layers().get(i);
                LayerEvidence evidence = state.evidence().get(i);
                layers.add(new LayerAccumulator(
                        side,
                        layer.count(side),
                        layer.sum(side),
                        layer.max(side),
                        layer.histogram(side),
                        evidence.of(side),
                        evidence.sketches(),
                        state.tokens(side),
                        config));
            }
            accumulators.put(side, layers);
        }
        try (Safetensors file = Safetensors.open(folder.resolve(STATE))) {
            int next = Integer.parseInt(file.metadata().getOrDefault(NEXT, "0"));
            progress.log("Statistics go on from batch " + next + ".");
            return next;
        }
    }

    private void begin() {
        List<TokenSketches> sketches =
                saes.stream().map(sae -> new TokenSketches(sae.features())).toList();
        corpora.forEach((side, corpus) -> {
            List<LayerAccumulator> layers = new ArrayList<>();
            for (int i = 0; i < saes.size(); i++) {
                layers.add(new LayerAccumulator(side, saes.get(i).features(), corpus, sketches.get(i), config));
            }
            accumulators.put(side, layers);
        });
    }

    /** What a file of the folder holds, if it was made from the same things. */
    private @Nullable FeatureStatistics saved(String name, String signature) {
        if (folder == null || !Files.isRegularFile(folder.resolve(name))) {
            return null;
        }
        try (Safetensors file = Safetensors.open(folder.resolve(name))) {
            return signature.equals(file.metadata().get(SIGNATURE)) ? FeatureStatisticsFiles.read(file) : null;
        } catch (LacunaException e) {
            progress.log(e.getMessage() + " Collecting anew."); // what cannot be read can be computed again
            return null;
        }
    }

    private void save(String signature, int next) throws LacunaException {
        if (folder != null) {
            FeatureStatisticsFiles.writeData(
                    snapshot(), folder.resolve(STATE), Map.of(SIGNATURE, signature, NEXT, Integer.toString(next)));
        }
    }

    private void keep(FeatureStatistics result, String signature) throws LacunaException {
        if (folder != null) {
            FeatureStatisticsFiles.write(result, folder, Map.of(SIGNATURE, signature));
            try {
                Files.deleteIfExists(folder.resolve(STATE));
            } catch (IOException e) {
                throw new LacunaException("Cannot remove " + folder.resolve(STATE) + ": " + e.getMessage() + ".", e);
            }
        }
    }

    private FeatureStatistics snapshot() {
        List<LayerAccumulator> target = accumulators.getOrDefault(CorpusSide.TARGET, List.of());
        List<LayerAccumulator> benign = accumulators.getOrDefault(CorpusSide.BENIGN, List.of());
        List<LayerStatistics> layers = new ArrayList<>();
        List<LayerEvidence> evidence = new ArrayList<>();
        for (int i = 0; i < saes.size(); i++) {
            LayerAccumulator t = target.get(i);
            LayerAccumulator b = benign.get(i);
            evidence.add(new LayerEvidence(t.evidence(), b.evidence(), t.sketches()));
            layers.add(new LayerStatistics(
                    hooks.get(i),
                    saes.get(i).features(),
                    t.tokens(),
                    b.tokens(),
                    t.count(),
                    b.count(),
                    t.sum(),
                    b.sum(),
                    t.max(),
                    b.max(),
                    t.histogram(),
                    b.histogram()));
        }
        return new FeatureStatistics(
                layers, evidence, target.get(0).tokens(), benign.get(0).tokens(), units());
    }

    private String units() {
        boolean unit = saes.stream().allMatch(sae -> sae.units() == SaeUnits.UNIT_DECODER);
        return unit ? FeatureStatistics.UNIT_DECODER : FeatureStatistics.RAW;
    }
}
