package lacuna.evaluation;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Kernels;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * The logit lens on multiple choice: what the model would answer if the residual stream behind each block went through its final norm and
 * head, asked by the same protocol as the whole model. Behind the last block it is the model's own answer. One pass serves all blocks.
 */
public final class LensQuestions {

    /** Numbers held at once, at most: 256 MB of residual streams or of logits. */
    private static final long MOST = 1L << 26;

    private final LanguageModel model;
    private final MultipleChoiceConfig config;
    private final List<HookPoint> hooks;

    /**
     * What one block's state says.
     *
     * @param layer hook point
     * @param rank of the right choice's first token among all tokens, from 1, [questions]
     * @param probability of that token, [questions]
     */
    public record Reading(String layer, MultipleChoiceResult answers, double[] rank, double[] probability) {}

    public LensQuestions(LanguageModel model, MultipleChoiceConfig config) {
        this.model = model;
        this.config = config;
        this.hooks = IntStream.range(0, model.config().layers())
                .mapToObj(HookPoint::residPost)
                .toList();
    }

    /**
     * @param progress told and asked between batches
     * @return one reading a block, in the order of the model
     * @throws LacunaException if the user cancelled, or a choice does not fit into the model's context
     */
    public List<Reading> run(QuestionSet set, ModelVariant variant, Progress progress) throws LacunaException {
        List<LensRow> rows = LensRow.of(model, config, set);
        List<TokenizedDocument> documents = new ArrayList<>();
        rows.forEach(row -> documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart())));
        Sums sums = new Sums(set);
        int longest = rows.stream().mapToInt(row -> row.ids().length).max().orElseThrow();
        long numbersPerRow = (long) longest * hooks.size() * model.config().width();
        int batchSize = (int) Math.max(1, Math.min(config.batchSize(), MOST / numbersPerRow));
        int done = 0;
        try (Kernels kernels = Kernels.load(model.torch(), LanguageModel.class, "language.torchscript", Map.of())) {
            for (TokenBatch batch : TokenLikelihoods.batches(documents, batchSize, model)) {
                progress.check();
                Tape.paused(() -> {
                    read(batch, rows, variant, kernels, sums);
                    return batch;
                });
                done += batch.rows();
                progress.report("Logit lens on " + set.name(), done, rows.size());
            }
        }
        return sums.readings();
    }

    private void read(TokenBatch batch, List<LensRow> rows, ModelVariant variant, Kernels kernels, Sums sums) {
        List<LensRow> own = Arrays.stream(batch.documents()).mapToObj(rows::get).toList();
        long[] places =
                new long[own.stream().mapToInt(row -> row.tokens().length).sum()];
        long[] tokens = new long[places.length];
        int n = 0;
        for (int r = 0; r < own.size(); r++) {
            for (int i = 0; i < own.get(r).tokens().length; i++) {
                places[n] = (long) r * batch.width() + own.get(r).positions()[i];
                tokens[n++] = own.get(r).tokens()[i];
            }
        }
        try (Scope scope = Scope.open()) {
            Forward forward = model.forward(batch, Pass.residuals(hooks).with(variant));
            for (int layer = 0; layer < hooks.size(); layer++) {
                float[] read = read(forward.residual(hooks.get(layer)), places, tokens, kernels);
                sums.add(layer, own, read);
            }
        }
    }

    /** Log-probabilities, then numbers of tokens above, of [n] tokens; a part at a time, since logits are large. */
    private float[] read(NDArray x, long[] places, long[] tokens, Kernels kernels) {
        int n = places.length;
        float[] result = new float[2 * n];
        int part = (int) Math.max(1, Math.min(n, MOST / model.config().vocabulary()));
        for (int start = 0; start < n; start += part) {
            int end = Math.min(n, start + part);
            try (Scope scope = Scope.open()) {
                NDArray some = model.torch().manager().create(Arrays.copyOfRange(places, start, end));
                NDArray wanted = model.torch().manager().create(Arrays.copyOfRange(tokens, start, end));
                NDArray logits = model.unembed(kernels.apply("rows", x, some)); // [part, vocabulary]
                float[] read = kernels.apply("read_tokens", logits, wanted).toFloatArray(); // [2, part]
                System.arraycopy(read, 0, result, start, end - start);
                System.arraycopy(read, end - start, result, n + start, end - start);
            }
        }
        return result;
    }

    /** By block and question. */
    private final class Sums {

        private final QuestionSet set;
        private final double[][][] scores; // [blocks][questions][choices]
        private final int[][] counts; // [questions][choices]
        private final double[][] rank; // [blocks][questions]
        private final double[][] probability; // [blocks][questions]

        Sums(QuestionSet set) {
            this.set = set;
            this.scores = new double[hooks.size()][set.size()][];
            this.counts = new int[set.size()][];
            this.rank = new double[hooks.size()][set.size()];
            this.probability = new double[hooks.size()][set.size()];
            for (int q = 0; q < set.size(); q++) {
                int choices = set.questions().get(q).choices().size();
                counts[q] = new int[choices];
                for (double[][] block : scores) {
                    block[q] = new double[choices];
                }
            }
        }

        void add(int layer, List<LensRow> rows, float[] read) {
            int half = read.length / 2;
            int n = 0;
            for (LensRow row : rows) {
                int q = row.question();
                for (int i = 0; i < row.tokens().length; i++, n++) {
                    int choice = row.choices()[i];
                    boolean isFirst = i == 0 || row.choices()[i - 1] != choice;
                    scores[layer][q][choice] += read[n];
                    counts[q][choice] += layer == 0 ? 1 : 0;
                    if (isFirst && choice == set.questions().get(q).answer()) {
                        rank[layer][q] = read[half + n] + 1;
                        probability[layer][q] = Math.exp(read[n]);
                    }
                }
            }
        }

        List<Reading> readings() {
            List<Reading> readings = new ArrayList<>();
            for (int layer = 0; layer < hooks.size(); layer++) {
                List<QuestionResult> results = new ArrayList<>();
                for (int q = 0; q < set.size(); q++) {
                    results.add(QuestionResult.of(q, set.questions().get(q).answer(), scores[layer][q], counts[q]));
                }
                readings.add(new Reading(
                        hooks.get(layer).toString(),
                        MultipleChoiceResult.of(config, set, 0, results),
                        rank[layer],
                        probability[layer]));
            }
            return readings;
        }
    }
}
