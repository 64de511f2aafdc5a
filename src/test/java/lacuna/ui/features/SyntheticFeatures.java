package lacuna.ui.features;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lacuna.features.ActivationBins;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.LogitBins;
import lacuna.features.ToyLayer;
import lacuna.model.HookPoint;
import lacuna.run.Json;

/**
 * Statistics that look like real ones, without a model: each word piece of the sample's texts switches on a few features of each
 * layer, the feeling lingers for some tokens, and everything is counted as the collector would count it.
 */
final class SyntheticFeatures {

    static final List<HookPoint> HOOKS =
            List.of(HookPoint.residPost(2), HookPoint.residPost(3), HookPoint.residPost(4));

    private static final int FEATURES = 1536;
    private static final int ALIVE = 1300;

    private final List<String> pieces = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<int[]> target;
    private final List<int[]> benign;

    SyntheticFeatures() throws Exception {
        target = read("target");
        benign = read("benign");
    }

    String piece(int id) {
        return pieces.get(id);
    }

    FeatureTable table() {
        return FeatureTable.of(
                statistics(),
                new Provenance(
                        "ember-isles-4m",
                        Map.of(
                                HOOKS.get(0),
                                "saes/resid_post.2",
                                HOOKS.get(1),
                                "saes/resid_post.3",
                                HOOKS.get(2),
                                "saes/resid_post.4"),
                        "target.jsonl",
                        "benign.jsonl"));
    }

    FeatureStatistics statistics() {
        List<LayerStatistics> layers = new ArrayList<>();
        List<LayerEvidence> evidence = new ArrayList<>();
        for (HookPoint hook : HOOKS) {
            ToyLayer layer = new ToyLayer(hook, FEATURES, target, benign);
            for (int d = 0; d < target.size(); d++) {
                layer.add(CorpusSide.TARGET, d, target.get(d), active(target.get(d), hook));
            }
            for (int d = 0; d < benign.size(); d++) {
                layer.add(CorpusSide.BENIGN, d, benign.get(d), active(benign.get(d), hook));
            }
            layers.add(layer.statistics());
            evidence.add(layer.evidence());
        }
        return new FeatureStatistics(layers, evidence, tokens(target), tokens(benign), FeatureStatistics.UNIT_DECODER);
    }

    /** As many features as asked in one layer, with random counts and no passages. */
    static FeatureTable large(int features) {
        Random random = new Random(5);
        long tokens = 200_000;
        long[] on = new long[features];
        long[] off = new long[features];
        double[] onSum = new double[features];
        double[] offSum = new double[features];
        float[] onMax = new float[features];
        float[] offMax = new float[features];
        for (int f = 0; f < features; f++) {
            on[f] = Math.min(tokens, (long) Math.exp(random.nextGaussian() * 2 + 4));
            off[f] = Math.min(tokens, (long) Math.exp(random.nextGaussian() * 2 + 4));
            onSum[f] = on[f] * random.nextDouble();
            offSum[f] = off[f] * random.nextDouble();
            onMax[f] = random.nextFloat() * 9;
            offMax[f] = random.nextFloat() * 9;
        }
        int[][] histogram = new int[features][];
        Arrays.fill(histogram, new int[ActivationBins.COUNT]);
        HookPoint hook = HookPoint.residPost(12);
        LayerStatistics layer = new LayerStatistics(
                hook, features, tokens, tokens, on, off, onSum, offSum, onMax, offMax, histogram, histogram);
        return FeatureTable.of(
                new FeatureStatistics(
                        List.of(layer), List.of(ToyLayer.nothing(features)), tokens, tokens, FeatureStatistics.RAW),
                new Provenance("large", Map.of(), "target", "benign"));
    }

    private Map<Integer, float[]> active(int[] document, HookPoint hook) {
        Map<Integer, float[]> active = new TreeMap<>();
        for (int i = 0; i < document.length; i++) {
            String piece = pieces.get(document[i]);
            Random random =
                    new Random(piece.strip().toLowerCase(java.util.Locale.ROOT).hashCode() * 31L + hook.layer());
            for (int k = 0; k < 3; k++) {
                int feature = (int) (Math.pow(random.nextDouble(), 1.3) * ALIVE) * 1181 % FEATURES;
                double strength = Math.exp(random.nextGaussian() * 0.7 + 0.3);
                double here = 0.7 + 0.6 * new Random(document.length * 97L + i * 31L + k).nextDouble();
                float[] values = active.computeIfAbsent(feature, missing -> new float[document.length]);
                linger(values, i, (float) (strength * here));
            }
        }
        return active;
    }

    private static void linger(float[] values, int at, float strength) {
        values[at] = Math.max(values[at], strength);
        if (strength > 3) {
            for (int i = at + 1; i < Math.min(values.length, at + 4); i++) {
                values[i] = Math.max(values[i], strength * (0.5f - 0.15f * (i - at)));
            }
        }
    }

    private static long tokens(List<int[]> documents) {
        return documents.stream().mapToLong(document -> document.length).sum();
    }

    private List<int[]> read(String corpus) throws Exception {
        List<int[]> documents = new ArrayList<>();
        Path file = Path.of("sample-projects", "ember-isles", "corpora", corpus + ".jsonl");
        for (String line : Files.readAllLines(file).subList(0, 600)) {
            String text = Json.parseTree(line, corpus).get("text").asText();
            documents.add(split(text));
        }
        return documents;
    }

    private int[] split(String text) {
        List<String> parts = new ArrayList<>();
        for (String word : text.split("(?= )|(?<=\n)|(?=\n)|(?=[,.!?;:\"])|(?<=\")")) {
            if (word.length() > 8) {
                parts.add(word.substring(0, 5));
                parts.add(word.substring(5));
            } else if (!word.isEmpty()) {
                parts.add(word);
            }
        }
        return parts.stream()
                .mapToInt(part -> ids.computeIfAbsent(part, missing -> {
                    pieces.add(missing);
                    return pieces.size() - 1;
                }))
                .toArray();
    }

    /** A bell with a few tokens far out, as a clear feature has it. */
    static LogitBins logitBins() {
        SplittableRandom random = new SplittableRandom(3);
        float[] logits = new float[4000];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (0.4 * random.nextGaussian());
        }
        for (int i = 0; i < 6; i++) {
            logits[i] = 1.9f + 0.09f * i;
        }
        return LogitBins.of(logits);
    }
}
