package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lacuna.activations.ToySource;
import lacuna.activations.ValidRows;
import lacuna.model.HookPoint;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.EncoderInput;
import lacuna.sae.FeatureTotals;
import lacuna.sae.Gate;
import lacuna.sae.SaeWeights;
import lacuna.sae.SparseAutoencoder;
import lacuna.stats.Interval;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStatisticsCollectorTest {

    private static final int WIDTH = 8;
    private static final int FEATURES = 12;
    private static final StatisticsConfig CONFIG = new StatisticsConfig(4, 3, 2, 1, 2);
    /** A toy row depends on a token and the one before it, so each pair is encoded once. */
    private static final Map<String, float[]> ENCODED = new HashMap<>();

    private static Torch torch;
    private static int threads;
    private static ToySource source;
    private static List<TokenizedDocument> target;
    private static List<TokenizedDocument> benign;
    private static List<SparseAutoencoder> saes;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        threads = torch.threads();
        torch.setThreads(1);
        source = new ToySource(torch, WIDTH, 3);
        target = ToySource.documents(21, 2, 40, 1);
        benign = ToySource.documents(13, 20, 60, 2);
        saes = List.of(
                sae(HookPoint.residPost(2), new Gate.JumpRelu(), 3), sae(HookPoint.residPre(1), new Gate.TopK(2), 4));
    }

    @AfterAll
    static void stop() {
        saes.forEach(SparseAutoencoder::close);
        torch.setThreads(threads);
        torch.close();
    }

    private static SparseAutoencoder sae(HookPoint hook, Gate gate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] threshold = new float[FEATURES];
        Arrays.fill(threshold, 1.5f);
        return SparseAutoencoder.of(
                torch,
                hook,
                gate,
                EncoderInput.RAW,
                new SaeWeights(
                        WIDTH,
                        FEATURES,
                        normal(random, WIDTH * FEATURES),
                        normal(random, FEATURES),
                        normal(random, WIDTH * FEATURES),
                        normal(random, WIDTH),
                        threshold));
    }

    private static float[] normal(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static FeatureStatistics collect(Path into, Progress progress) throws LacunaException {
        return FeatureStatisticsCollector.run(source, saes, target, benign, CONFIG, into, progress);
    }

    private static void assertSame(FeatureStatistics found, FeatureStatistics expected) {
        assertThat(found)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withIgnoredFieldsOfTypes(HookPoint.class)
                        .build())
                .isEqualTo(expected);
        assertThat(found.layers().stream().map(LayerStatistics::hook))
                .containsExactlyElementsOf(
                        expected.layers().stream().map(LayerStatistics::hook).toList());
    }

    /** Everything again, a token at a time, without batches, padding or sparse entries. */
    @Test
    void countsWhatEncodingTokenByTokenGives() throws Exception {
        int before = torch.liveArrays();
        FeatureStatistics statistics =
                FeatureStatisticsCollector.run(source, saes, target, benign, CONFIG, null, Progress.NONE);
        assertThat(torch.liveArrays()).isEqualTo(before);
        assertThat(statistics.layers().get(0).hook()).isEqualTo(HookPoint.residPre(1)); // in the order of the model
        SparseAutoencoder sae = saes.get(0);
        LayerStatistics layer = statistics.layer(sae.hook()).orElseThrow();
        for (CorpusSide side : CorpusSide.values()) {
            long tokens = 0;
            long[] count = new long[FEATURES];
            double[] sum = new double[FEATURES];
            float[] max = new float[FEATURES];
            for (TokenizedDocument document : side == CorpusSide.TARGET ? target : benign) {
                for (int position = 1; position < document.length(); position++) {
                    tokens++;
                    float[] a = encode(sae, document, position);
                    for (int f = 0; f < FEATURES; f++) {
                        count[f] += a[f] > 0 ? 1 : 0;
                        sum[f] += a[f];
                        max[f] = Math.max(max[f], a[f]);
                    }
                }
            }
            assertThat(layer.tokens(side)).isEqualTo(tokens);
            assertThat(layer.count(side)).containsExactly(count);
            assertThat(layer.sum(side)).containsExactly(sum, within(1e-3)); // f32 rounding of another order of adding
            assertThat(layer.max(side)).containsExactly(max, within(1e-4f));
            for (int f = 0; f < FEATURES; f++) {
                assertThat(Arrays.stream(layer.histogram(side)[f]).sum()).isEqualTo((int) count[f]);
            }
        }
    }

    /** What the benchmark times gives the numbers of this stage. */
    @Test
    void totalsOfTheBatchesAreTheSameCountsAndSums() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        for (SparseAutoencoder sae : saes) {
            LayerStatistics layer = statistics.layer(sae.hook()).orElseThrow();
            for (CorpusSide side : CorpusSide.values()) {
                long[] count = new long[FEATURES];
                double[] sum = new double[FEATURES];
                for (TokenBatch batch :
                        Batcher.inOrder(side == CorpusSide.TARGET ? target : benign, 3, source.padId())) {
                    try (Scope scope = Scope.open()) {
                        NDArray x = source.residuals(batch, List.of(sae.hook())).get(0);
                        FeatureTotals totals = sae.totals(x, ValidRows.of(batch).flat(torch.manager()));
                        for (int f = 0; f < FEATURES; f++) {
                            count[f] += totals.count()[f];
                            sum[f] += totals.sum()[f];
                        }
                    }
                }
                assertThat(count).isNotEqualTo(new long[FEATURES]);
                assertThat(layer.count(side)).containsExactly(count);
                assertThat(layer.sum(side)).containsExactly(sum, within(1e-3)); // added in f32 within a batch
            }
        }
    }

    private static float[] encode(SparseAutoencoder sae, TokenizedDocument document, int position) {
        String key = sae.hook() + " " + document.ids()[position] + " " + document.ids()[position - 1];
        return ENCODED.computeIfAbsent(key, k -> encodeRow(sae, document, position));
    }

    private static float[] encodeRow(SparseAutoencoder sae, TokenizedDocument document, int position) {
        try (Scope scope = Scope.open()) {
            float[] row = source.row(
                    document.ids()[position],
                    document.ids()[position - 1],
                    sae.hook().boundary());
            NDArray x = torch.manager().create(row).reshape(1, WIDTH);
            return sae.encode(x).toFloatArray();
        }
    }

    @Test
    void passagesShowTheStrongestDocumentsAroundTheirPeaks() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        SparseAutoencoder sae = saes.get(0);
        for (int f = 0; f < FEATURES; f++) {
            int feature = f;
            List<Passage> passages = statistics.passages(sae.hook(), f, CorpusSide.TARGET);
            List<Float> expected = target.stream()
                    .map(document -> peak(sae, document, feature))
                    .filter(peak -> peak > 0)
                    .sorted(java.util.Comparator.reverseOrder())
                    .limit(CONFIG.topPassages())
                    .toList();
            assertThat(passages).hasSize(expected.size());
            for (int rank = 0; rank < passages.size(); rank++) {
                Passage passage = passages.get(rank);
                assertThat(passage.max()).isCloseTo(expected.get(rank), within(1e-4f));
                assertThat(passage.activations()[passage.peak()]).isEqualTo(passage.max());
                TokenizedDocument document = target.get(passage.document());
                assertThat(passage.firstPosition()).isPositive(); // never the beginning of text
                for (int i = 0; i < passage.tokenIds().length; i++) {
                    int position = passage.firstPosition() + i;
                    assertThat(passage.tokenIds()[i]).isEqualTo(document.ids()[position]);
                    assertThat(passage.activations()[i])
                            .isCloseTo(encode(sae, document, position)[feature], within(1e-4f));
                }
            }
        }
    }

    private static float peak(SparseAutoencoder sae, TokenizedDocument document, int feature) {
        float peak = 0;
        for (int position = 1; position < document.length(); position++) {
            peak = Math.max(peak, encode(sae, document, position)[feature]);
        }
        return peak;
    }

    /** All tokens at which a feature is on, ordered by their hashes: the sample is the first of them. */
    @Test
    void samplesAreDrawnFromAllTokensAtWhichAFeatureIsOn() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        SparseAutoencoder sae = saes.get(0);
        for (int f = 0; f < FEATURES; f++) {
            List<int[]> on = new java.util.ArrayList<>();
            for (TokenizedDocument document : benign) {
                for (int position = 1; position < document.length(); position++) {
                    if (encode(sae, document, position)[f] > 0) {
                        on.add(new int[] {document.index(), position});
                    }
                }
            }
            on.sort(java.util.Comparator.comparingInt(place -> TokenHash.of(place[0], place[1])));
            List<Passage> samples = statistics.samples(sae.hook(), f, CorpusSide.BENIGN);
            assertThat(samples)
                    .extracting(passage -> passage.document() + ":" + passage.position())
                    .containsExactlyInAnyOrderElementsOf(on.stream()
                            .limit(CONFIG.samples())
                            .map(place -> place[0] + ":" + place[1])
                            .toList());
            assertThat(samples).extracting(Passage::max).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void nearMissesFallShortByTheLeastAndAreOffAround() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        int found = 0;
        for (SparseAutoencoder sae : saes) {
            for (int f = 0; f < FEATURES; f++) {
                for (Passage miss : statistics.nearMisses(sae.hook(), f, CorpusSide.TARGET)) {
                    found++;
                    TokenizedDocument document = target.get(miss.document());
                    assertThat(miss.max()).isLessThanOrEqualTo(0);
                    assertThat(miss.activations()).containsOnly(0);
                    assertThat(miss.max()).isCloseTo(margin(sae, document, miss.position(), f), within(1e-4f));
                }
            }
        }
        assertThat(found).isGreaterThan(FEATURES);
    }

    private static float margin(SparseAutoencoder sae, TokenizedDocument document, int position, int feature) {
        try (Scope scope = Scope.open()) {
            float[] row = source.row(
                    document.ids()[position],
                    document.ids()[position - 1],
                    sae.hook().boundary());
            float[] z = sae.preActivations(torch.manager().create(row).reshape(1, WIDTH))
                    .toFloatArray();
            if (sae.gate() instanceof Gate.TopK topK) {
                float[] sorted = z.clone();
                Arrays.sort(sorted);
                return Math.min(z[feature] - sorted[sorted.length - topK.k()], z[feature]);
            }
            return z[feature] - sae.threshold().toFloatArray()[feature];
        }
    }

    @Test
    void spreadCountsDocumentsHalvesAndPositions() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        SparseAutoencoder sae = saes.get(0);
        LayerStatistics layer = statistics.layer(sae.hook()).orElseThrow();
        CorpusSpread spread =
                statistics.evidence(sae.hook()).orElseThrow().target().spread();
        assertThat(spread.documents()).isEqualTo(target.size());
        for (int f = 0; f < FEATURES; f++) {
            double squares = 0;
            double lengths = 0;
            int documents = 0;
            long half = 0;
            for (TokenizedDocument document : target) {
                int on = 0;
                for (int position = 1; position < document.length(); position++) {
                    on += encode(sae, document, position)[f] > 0 ? 1 : 0;
                }
                squares += (double) on * on;
                lengths += (double) on * (document.length() - 1);
                documents += on > 0 ? 1 : 0;
                half += TokenHash.half(document.index()) == 0 ? on : 0;
            }
            assertThat(spread.squares()[f]).isEqualTo(squares);
            assertThat(spread.lengths()[f]).isEqualTo(lengths);
            assertThat(spread.documentsOn()[f]).isEqualTo(documents);
            assertThat(spread.halfCount()[f]).isEqualTo(half);
            long positions = 0;
            for (int range = 0; range < CorpusSpread.POSITIONS; range++) {
                positions += spread.positionCount(f, range);
            }
            assertThat(positions).isEqualTo(layer.targetCount()[f]);
            Interval interval = spread.rateInterval(f, layer.targetCount()[f], layer.targetTokens());
            assertThat(interval.low()).isLessThanOrEqualTo(layer.rate(CorpusSide.TARGET, f));
            assertThat(interval.high()).isGreaterThanOrEqualTo(layer.rate(CorpusSide.TARGET, f));
        }
        assertThat(Arrays.stream(spread.positionTokens()).sum()).isEqualTo(layer.targetTokens());
    }

    /** Fewer tokens than a sketch holds: the overlap is exact, within a layer and across layers. */
    @Test
    void sketchesTellHowOftenFeaturesAreOnTogether() throws Exception {
        List<TokenizedDocument> few = ToySource.documents(3, 2, 12, 1);
        FeatureStatistics statistics =
                FeatureStatisticsCollector.run(source, saes, few, few, CONFIG, null, Progress.NONE);
        TokenSketches here =
                statistics.evidence(saes.get(0).hook()).orElseThrow().sketches();
        TokenSketches there =
                statistics.evidence(saes.get(1).hook()).orElseThrow().sketches();
        for (int f = 0; f < FEATURES; f++) {
            for (int g = 0; g < FEATURES; g++) {
                assertThat(here.overlap(f, here, g)).isEqualTo(jaccard(few, saes.get(0), f, saes.get(0), g));
                assertThat(here.overlap(f, there, g)).isEqualTo(jaccard(few, saes.get(0), f, saes.get(1), g));
            }
        }
    }

    private static double jaccard(
            List<TokenizedDocument> documents, SparseAutoencoder a, int f, SparseAutoencoder b, int g) {
        double both = 0;
        double either = 0;
        for (TokenizedDocument document : documents) {
            for (int position = 1; position < document.length(); position++) {
                boolean inA = encode(a, document, position)[f] > 0;
                boolean inB = encode(b, document, position)[g] > 0;
                both += inA && inB ? 1 : 0;
                either += inA || inB ? 1 : 0;
            }
        }
        return either == 0 ? 0 : both / either;
    }

    @Test
    void aFileOfAnotherVersionIsRefusedWithASentenceAndCollectedAnew() throws Exception {
        FeatureStatistics computed = collect(folder, Progress.NONE);
        Path file = folder.resolve(FeatureStatisticsFiles.DATA);
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        String header = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(header).contains("\"version\":\"2\"");
        java.nio.file.Files.writeString(
                file,
                header.replace("\"version\":\"2\"", "\"version\":\"1\""),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> FeatureStatisticsFiles.read(folder))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("another version")
                .hasMessageContaining("Collect the statistics again");
        CountingProgress progress = new CountingProgress(100);
        assertSame(collect(folder, progress), computed);
        assertThat(progress.reports).isEqualTo(6 + 4);
    }

    @Test
    void whatIsReadFromDiskIsWhatWasComputed() throws Exception {
        FeatureStatistics computed = collect(folder, Progress.NONE);
        assertSame(FeatureStatisticsFiles.read(folder), computed);
        assertThat(folder.resolve(FeatureStatisticsFiles.OUTLINE)).exists();
        assertThat(folder.resolve(FeatureStatisticsCollector.STATE)).doesNotExist();
        assertSame(collect(folder, new CountingProgress(0)), computed); // and is not computed again
    }

    @Test
    void aKilledPassGoesOnToTheSameResult() throws Exception {
        FeatureStatistics straight = collect(folder.resolve("straight"), Progress.NONE);
        for (int batches : new int[] {1, 4, 7}) {
            Path place = folder.resolve("stopped" + batches);
            assertThatThrownBy(() -> collect(place, new CountingProgress(batches)))
                    .isInstanceOf(Cancelled.class);
            assertThat(FeatureStatisticsFiles.exist(place)).isFalse();
            CountingProgress rest = new CountingProgress(100);
            assertSame(collect(place, rest), straight);
            assertThat(rest.reports).isEqualTo(6 + 4 - batches); // 21 and 13 documents by fours
        }
    }

    @Test
    void aResultOfOtherTextsIsNotTakenUp() throws Exception {
        collect(folder, Progress.NONE);
        CountingProgress progress = new CountingProgress(100);
        FeatureStatisticsCollector.run(source, saes, target.subList(0, 20), benign, CONFIG, folder, progress);
        assertThat(progress.reports).isEqualTo(5 + 4);
    }

    @Test
    void ratesAndRatiosFollowFromTheColumns() throws Exception {
        FeatureStatistics statistics = collect(folder, Progress.NONE);
        LayerStatistics layer = statistics.layers().get(0);
        double factor = (double) statistics.targetTokens() / statistics.benignTokens();
        assertThat(layer.l0(CorpusSide.TARGET)).isLessThanOrEqualTo(2); // TopK with k = 2
        assertThat(layer.rate(CorpusSide.BENIGN, 1))
                .isEqualTo((double) layer.benignCount()[1] / statistics.benignTokens());
        assertThat(layer.countDifference(1, LayerStatistics.Totals.EQUAL_TOKENS))
                .isCloseTo(layer.targetCount()[1] - factor * layer.benignCount()[1], within(1e-9));
        assertThat(layer.ratio(1, 1, LayerStatistics.Totals.RAW))
                .isCloseTo(layer.targetSum()[1] / (layer.benignSum()[1] + 1), within(1e-9));
        assertThat(statistics.units()).isEqualTo(FeatureStatistics.RAW);
    }

    /** Counts batches and asks to stop after some. */
    private static final class CountingProgress implements Progress {
        private final int limit;
        private int reports;

        CountingProgress(int limit) {
            this.limit = limit;
        }

        @Override
        public void report(String activity, long done, long total) {
            reports++;
        }

        @Override
        public boolean isCancelled() {
            return reports >= limit;
        }
    }
}
