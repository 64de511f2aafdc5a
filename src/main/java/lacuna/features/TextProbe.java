package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.Pass;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.SparseEntries;
import lacuna.tensor.Scope;
import lacuna.text.TokenBatch;
import lacuna.text.Tokens;

/** What all features of several SAEs do along a text that someone typed. */
public final class TextProbe {

    /** Tokens read at once, at most: a longer text is read in pieces. */
    private static final int PIECE = 1024;

    private TextProbe() {}

    /**
     * Reads a text of any length; on the compute thread. A text longer than the model's context is read in pieces, each from the
     * beginning of text on, so a token near the start of a piece sees less before it than it would in the whole.
     *
     * @throws LacunaException if there is no token in it, or the user cancelled
     */
    public static TextActivations run(LanguageModel model, List<SparseAutoencoder> saes, String text, Progress progress)
            throws LacunaException {
        int[] ids = Tokens.withBos(model.tokenizer(), text);
        int start = model.tokenizer().prependsBos() ? 1 : 0;
        if (ids.length == start) {
            throw new LacunaException("There is no text to read. Type or paste some.");
        }
        List<SparseAutoencoder> ordered = saes.stream()
                .sorted(Comparator.comparing(SparseAutoencoder::hook))
                .toList();
        List<List<TextActivations.On>> on = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            on.add(new ArrayList<>());
        }
        int piece = Math.min(PIECE, model.config().contextLength()) - start;
        for (int from = start; from < ids.length; from += piece) {
            progress.check();
            progress.report("Reading the text", from, ids.length);
            int to = Math.min(ids.length, from + piece);
            int[] part = new int[start + to - from];
            System.arraycopy(ids, 0, part, 0, start);
            System.arraycopy(ids, from, part, start, to - from);
            // the beginning of text is kept once, from the first piece
            int skip = from == start ? 0 : start;
            read(model, ordered, part, skip, on.subList(from - start + skip, to));
        }
        return new TextActivations(
                ids, start, ordered.stream().map(SparseAutoencoder::hook).toList(), on);
    }

    private static void read(
            LanguageModel model,
            List<SparseAutoencoder> saes,
            int[] part,
            int skip,
            List<List<TextActivations.On>> on) {
        List<HookPoint> hooks = saes.stream().map(SparseAutoencoder::hook).toList();
        TokenBatch batch = new TokenBatch(new int[] {0}, new int[][] {part}, new int[] {part.length}, 0);
        long[] rows = new long[part.length - skip];
        Arrays.setAll(rows, i -> i + skip);
        try (Scope scope = Scope.open()) {
            NDArray wanted = model.torch().manager().create(rows);
            var forward = model.forward(batch, Pass.residuals(hooks));
            for (int layer = 0; layer < hooks.size(); layer++) {
                SparseEntries entries = saes.get(layer).entries(forward.residual(hooks.get(layer)), wanted);
                for (int i = 0; i < entries.size(); i++) {
                    on.get(entries.rows()[i])
                            .add(new TextActivations.On(layer, entries.features()[i], entries.values()[i]));
                }
            }
        }
    }
}
