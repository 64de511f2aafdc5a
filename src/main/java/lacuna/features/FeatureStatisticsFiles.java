package lacuna.features;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/**
 * Statistics on disk: {@code statistics.safetensors} holds everything, {@code statistics.json} the outline for a reader.
 *
 * <p>Tensors of a layer are named {@code resid_post.4/target.count} and so on. Sums are f64, stored as their 64 bits in an i64 tensor
 * {@code .sum_bits}, so that what is read equals what was computed to the last bit. The tokens of a corpus are there once
 * ({@code target.tokens}); of a passage only its place and its activations are stored: {@code .top.passages} [features] says how many
 * each feature has, {@code .top.places, .top.value} [passages] and {@code .top.on} [activations] follow in that order; likewise
 * {@code .samples} and {@code .near}. {@code .sketches} holds the hashes of {@link TokenSketches}, {@code .positions} and its like
 * {@link CorpusSpread}.
 *
 * <p>The file names the version of its layout; one of another version is refused, never misread.
 */
public final class FeatureStatisticsFiles {

    public static final String DATA = "statistics.safetensors";
    public static final String OUTLINE = "statistics.json";

    /** Of the layout and of what is counted; a higher one asks for another collection. */
    public static final int VERSION = 2;

    private static final String LAYERS = "layers";

    private record LayerOutline(String hook, int features, double l0Target, double l0Benign, int neverOn) {}

    private record Outline(String units, long targetTokens, long benignTokens, List<LayerOutline> layers) {}

    private FeatureStatisticsFiles() {}

    /** Whether the folder holds statistics. */
    public static boolean exist(Path folder) {
        return Files.isRegularFile(folder.resolve(DATA));
    }

    /** Writes both files. */
    public static void write(FeatureStatistics statistics, Path folder) throws LacunaException {
        write(statistics, folder, Map.of());
    }

    static void write(FeatureStatistics statistics, Path folder, Map<String, String> metadata) throws LacunaException {
        writeData(statistics, folder.resolve(DATA), metadata);
        List<LayerOutline> layers = new ArrayList<>();
        for (LayerStatistics layer : statistics.layers()) {
            int neverOn = 0;
            for (int f = 0; f < layer.features(); f++) {
                neverOn += layer.targetCount()[f] + layer.benignCount()[f] == 0 ? 1 : 0;
            }
            layers.add(new LayerOutline(
                    layer.hook().toString(),
                    layer.features(),
                    layer.l0(CorpusSide.TARGET),
                    layer.l0(CorpusSide.BENIGN),
                    neverOn));
        }
        Json.write(
                folder.resolve(OUTLINE),
                new Outline(statistics.units(), statistics.targetTokens(), statistics.benignTokens(), layers));
    }

    static void writeData(FeatureStatistics statistics, Path file, Map<String, String> metadata)
            throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        List<String> hooks = statistics.layers().stream()
                .map(layer -> layer.hook().toString())
                .toList();
        writer.metadata("version", Integer.toString(VERSION))
                .metadata(LAYERS, String.join(" ", hooks))
                .metadata("units", statistics.units())
                .metadata("target_tokens", Long.toString(statistics.targetTokens()))
                .metadata("benign_tokens", Long.toString(statistics.benignTokens()));
        for (CorpusSide side : CorpusSide.values()) {
            EvidenceTable.write(
                    writer,
                    side.label(),
                    statistics.evidence().get(0).of(side).top().corpus());
        }
        for (int i = 0; i < hooks.size(); i++) {
            LayerStatistics layer = statistics.layers().get(i);
            LayerEvidence evidence = statistics.evidence().get(i);
            EvidenceTable.write(writer, hooks.get(i), evidence.sketches());
            for (CorpusSide side : CorpusSide.values()) {
                String name = hooks.get(i) + "/" + side.label();
                int features = layer.features();
                int[] histogram = new int[features * ActivationBins.COUNT];
                for (int f = 0; f < features; f++) {
                    System.arraycopy(
                            layer.histogram(side)[f], 0, histogram, f * ActivationBins.COUNT, ActivationBins.COUNT);
                }
                writer.longs(name + ".count", layer.count(side), features)
                        .longs(name + ".sum_bits", EvidenceTable.bits(layer.sum(side)), features)
                        .floats(name + ".max", layer.max(side), features)
                        .ints(name + ".histogram", histogram, features, ActivationBins.COUNT);
                EvidenceTable.write(writer, name, evidence.of(side));
            }
        }
        writer.write(file);
    }

    /** @throws LacunaException if the file is missing or damaged */
    public static FeatureStatistics read(Path folder) throws LacunaException {
        try (Safetensors saved = Safetensors.open(folder.resolve(DATA))) {
            return read(saved);
        }
    }

    static FeatureStatistics read(Safetensors saved) throws LacunaException {
        List<LayerStatistics> layers = new ArrayList<>();
        List<LayerEvidence> evidence = new ArrayList<>();
        requireVersion(saved);
        CorpusTokens target = EvidenceTable.corpus(saved, CorpusSide.TARGET.label());
        CorpusTokens benign = EvidenceTable.corpus(saved, CorpusSide.BENIGN.label());
        long targetTokens = number(saved, "target_tokens");
        long benignTokens = number(saved, "benign_tokens");
        for (String hook : text(saved, LAYERS).split(" ")) {
            String t = hook + "/" + CorpusSide.TARGET.label();
            String b = hook + "/" + CorpusSide.BENIGN.label();
            int features = Math.toIntExact(saved.entry(t + ".count").size());
            layers.add(new LayerStatistics(
                    HookPoint.parse(hook),
                    features,
                    targetTokens,
                    benignTokens,
                    counts(saved, t, features),
                    counts(saved, b, features),
                    sums(saved, t, features),
                    sums(saved, b, features),
                    maxima(saved, t, features),
                    maxima(saved, b, features),
                    histogram(saved, t, features),
                    histogram(saved, b, features)));
            evidence.add(new LayerEvidence(
                    EvidenceTable.evidence(saved, t, features, target),
                    EvidenceTable.evidence(saved, b, features, benign),
                    EvidenceTable.sketches(saved, hook, features)));
        }
        return new FeatureStatistics(layers, evidence, targetTokens, benignTokens, text(saved, "units"));
    }

    private static long[] counts(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".count", features);
        return saved.longs(name + ".count");
    }

    private static double[] sums(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".sum_bits", features);
        return EvidenceTable.numbers(saved.longs(name + ".sum_bits"));
    }

    private static float[] maxima(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".max", features);
        return saved.floats(name + ".max");
    }

    private static int[][] histogram(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".histogram", features, ActivationBins.COUNT);
        long[] flat = saved.longs(name + ".histogram");
        int[][] histogram = new int[features][ActivationBins.COUNT];
        for (int i = 0; i < flat.length; i++) {
            histogram[i / ActivationBins.COUNT][i % ActivationBins.COUNT] = (int) flat[i];
        }
        return histogram;
    }

    private static void requireVersion(Safetensors saved) throws LacunaException {
        String version = saved.metadata().getOrDefault("version", "1");
        if (!version.equals(Integer.toString(VERSION))) {
            throw new LacunaException(saved.file() + " was written by another version of Lacuna (layout " + version
                    + ", this one reads " + VERSION + "). Collect the statistics again.");
        }
    }

    private static String text(Safetensors saved, String key) throws LacunaException {
        String value = saved.metadata().get(key);
        if (value == null) {
            throw new LacunaException(saved.file() + " says nothing about '" + key
                    + "', so these are not feature statistics. Delete it and collect them again.");
        }
        return value;
    }

    private static long number(Safetensors saved, String key) throws LacunaException {
        try {
            return Long.parseLong(text(saved, key));
        } catch (NumberFormatException e) {
            throw new LacunaException(
                    saved.file() + " has no number under '" + key + "'. Collect the statistics again.", e);
        }
    }
}
