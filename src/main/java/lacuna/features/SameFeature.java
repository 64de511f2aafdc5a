package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.activations.ValidRows;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Scope;
import lacuna.text.Batcher;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * A feature looked for in another SAE of the same site, of another width, say. The features whose decoder directions point most nearly
 * the same way are found; a wide SAE tends to split what a narrow one has in one. Whether they are the same feature as well shows in
 * their activations along passages of the feature: Pearson's r over the tokens of these.
 */
public final class SameFeature {

    private static final int BATCH = 8;

    /**
     * A feature of the other SAE.
     *
     * @param cosine of the two decoder directions
     * @param correlation of the two activations, -1 to 1; NaN where one of them never changes along the passages
     * @param likelier tokens its direction speaks for, as {@link LogitLens} has them
     */
    public record Match(int feature, double cosine, double correlation, List<LogitLens.TokenLogit> likelier) {
        public Match {
            likelier = List.copyOf(likelier);
        }
    }

    private SameFeature() {}

    /**
     * Reads the passages with the model; on the compute thread.
     *
     * @param other reads the same hook point
     * @param passages tokens of each, without the beginning of text
     * @param count how many to find at most
     * @param likelier how many tokens to name of each
     * @return nearest first
     */
    public static List<Match> find(
            LanguageModel model,
            SparseAutoencoder sae,
            int feature,
            SparseAutoencoder other,
            List<int[]> passages,
            int count,
            int likelier,
            Progress progress)
            throws LacunaException {
        List<Neighbour> nearest = DecoderNeighbours.of(sae, feature, other, count);
        int[] candidates = nearest.stream().mapToInt(Neighbour::feature).toArray();
        List<float[]> own = new ArrayList<>();
        List<float[]> others = new ArrayList<>();
        for (TokenBatch batch : batches(model, passages)) {
            progress.check();
            read(model, batch, sae, feature, other, candidates, own, others);
        }
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < candidates.length; i++) {
            matches.add(new Match(
                    candidates[i],
                    nearest.get(i).value(),
                    correlation(own, others, i, candidates.length),
                    LogitLens.of(model, other, candidates[i], likelier).top()));
        }
        return matches;
    }

    private static List<TokenBatch> batches(LanguageModel model, List<int[]> passages) {
        boolean begins = model.tokenizer().prependsBos();
        List<TokenizedDocument> documents = new ArrayList<>();
        for (int[] passage : passages) {
            int[] ids = begins
                    ? IntStream.concat(IntStream.of(model.tokenizer().bosId()), IntStream.of(passage))
                            .toArray()
                    : passage;
            documents.add(new TokenizedDocument(documents.size(), ids, begins ? 1 : 0));
        }
        return Batcher.inOrder(documents, BATCH, model.tokenizer().padId());
    }

    /** Adds the activations of a batch: of the feature [tokens], and of the candidates [tokens * candidates]. */
    private static void read(
            LanguageModel model,
            TokenBatch batch,
            SparseAutoencoder sae,
            int feature,
            SparseAutoencoder other,
            int[] candidates,
            List<float[]> own,
            List<float[]> others) {
        try (Scope scope = Scope.open()) {
            NDArray residual = model.forward(batch, Pass.residuals(List.of(sae.hook())))
                    .residual(sae.hook()); // [batch, pos, d_in]
            NDArray places = ValidRows.of(batch).flat(model.torch().manager());
            NDArray rows = residual.reshape(-1, sae.inputWidth()).get(places); // [tokens, d_in]
            own.add(sae.encode(rows, new int[] {feature}).toFloatArray());
            others.add(other.encode(rows, candidates).toFloatArray());
        }
    }

    /** Pearson's r of the feature and of one candidate. */
    private static double correlation(List<float[]> own, List<float[]> others, int candidate, int candidates) {
        double n = 0;
        double sumA = 0;
        double sumB = 0;
        double squareA = 0;
        double squareB = 0;
        double product = 0;
        for (int batch = 0; batch < own.size(); batch++) {
            for (int token = 0; token < own.get(batch).length; token++) {
                double a = own.get(batch)[token];
                double b = others.get(batch)[token * candidates + candidate];
                n++;
                sumA += a;
                sumB += b;
                squareA += a * a;
                squareB += b * b;
                product += a * b;
            }
        }
        double spread = Math.sqrt((n * squareA - sumA * sumA) * (n * squareB - sumB * sumB));
        return spread > 0 ? (n * product - sumA * sumB) / spread : Double.NaN;
    }
}
