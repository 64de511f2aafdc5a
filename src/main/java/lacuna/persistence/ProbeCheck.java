package lacuna.persistence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.evaluation.HeldOutTexts;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.persistence.Persistence.Share;
import lacuna.persistence.PooledResiduals.Tokens;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;
import lacuna.text.Batcher;
import lacuna.text.TokenizedDocument;

/**
 * {@code linear-probe.json}: whether a linear classifier still tells held-out target from benign documents by the residual stream of the
 * unlearned model. Half of the documents fit it, the other half are told. It shows that the topic is seen, not that facts are known.
 *
 * @param target name of the target corpus
 * @param benign name of the benign corpus
 * @param fitted documents that probes were fitted on, both kinds as many
 * @param tested documents they were tested on
 * @param layers one entry a block asked for, in the order of the model
 */
public record ProbeCheck(String target, String benign, int fitted, int tested, List<Layer> layers) {

    /**
     * @param before share of the tested documents told rightly, fitted and tested on the untouched model
     * @param unlearned the same probe on the unlearned model: is what it looked for still there?
     * @param attacked a probe fitted anew on the unlearned model: is there anything to look for?
     * @param control fitted on the untouched model with half of each kind's labels turned round: near 0.5 if the test is sound
     * @param recovered (attacked - unlearned) / (before - unlearned); NaN where nothing was lost
     * @param recoveredInterval 95 % bootstrap interval of it, over documents
     */
    public record Layer(
            String layer,
            Share before,
            Share unlearned,
            Share attacked,
            Share control,
            double recovered,
            Interval recoveredInterval) {

        /** Each tells of every item whether it was told rightly. */
        static Layer of(String layer, boolean[] before, boolean[] unlearned, boolean[] attacked, boolean[] control) {
            Recovery recovery = Recovery.of(before, unlearned, attacked);
            return new Layer(
                    layer,
                    Share.of(before),
                    Share.of(unlearned),
                    Share.of(attacked),
                    Share.of(control),
                    recovery.share(),
                    recovery.interval());
        }
    }

    private static final int FEWEST = 4;

    public ProbeCheck {
        layers = List.copyOf(layers);
    }

    /**
     * @param hooks where to read
     * @param variant the unlearned model
     * @param seed decides which documents are fitted on
     * @throws LacunaException if there are too few documents, or the user cancelled
     */
    public static ProbeCheck of(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            HeldOutTexts target,
            HeldOutTexts benign,
            long seed,
            Progress progress)
            throws LacunaException {
        Documents documents = Documents.of(target, benign, seed);
        PooledResiduals before =
                PooledResiduals.of(model, ModelVariant.UNCHANGED, hooks, documents.all, Tokens.ALL, progress);
        PooledResiduals after = PooledResiduals.of(model, variant, hooks, documents.all, Tokens.ALL, progress);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            progress.check();
            layers.add(layer(hooks.get(i).toString(), documents, before.values()[i], after.values()[i], seed));
            progress.report("Fitting probes", i + 1, hooks.size());
        }
        int tested = documents.all.size() - documents.fitted;
        return new ProbeCheck(target.name(), benign.name(), documents.fitted, tested, layers);
    }

    private static Layer layer(String name, Documents documents, float[][] before, float[][] after, long seed) {
        boolean[] labels = documents.labels(0, documents.fitted);
        boolean[] asked = documents.labels(documents.fitted, before.length);
        float[][] fitBefore = Arrays.copyOfRange(before, 0, documents.fitted);
        float[][] fitAfter = Arrays.copyOfRange(after, 0, documents.fitted);
        float[][] testBefore = Arrays.copyOfRange(before, documents.fitted, before.length);
        float[][] testAfter = Arrays.copyOfRange(after, documents.fitted, after.length);
        LinearProbe probe = LinearProbe.fit(fitBefore, labels);
        boolean[] first = probe.right(testBefore, asked);
        boolean[] second = probe.right(testAfter, asked);
        boolean[] third = LinearProbe.fit(fitAfter, labels).right(testAfter, asked);
        boolean[] control = LinearProbe.fit(fitBefore, shuffled(labels, seed)).right(testBefore, asked);
        return Layer.of(name, first, second, third, control);
    }

    /** Half of each kind gets the other label, so that the labels have nothing to do with the kind, not even by chance. */
    private static boolean[] shuffled(boolean[] labels, long seed) {
        boolean[] result = labels.clone();
        for (boolean kind : new boolean[] {true, false}) {
            List<Integer> places = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == kind)
                    .boxed()
                    .toList();
            List<Integer> order = Batcher.shuffle(places, seed);
            order.subList(0, order.size() / 2).forEach(place -> result[place] = !kind);
        }
        return result;
    }

    /**
     * As many target as benign documents, in turn, in an order that the seed decides; an even number of each is fitted on.
     *
     * @param fitted how many of the first are for fitting
     */
    private record Documents(List<TokenizedDocument> all, int fitted) {

        static Documents of(HeldOutTexts target, HeldOutTexts benign, long seed) throws LacunaException {
            List<TokenizedDocument> first = usable(target, seed);
            List<TokenizedDocument> second = usable(benign, seed);
            int each = Math.min(first.size(), second.size());
            if (each < FEWEST) {
                throw new LacunaException("A probe needs at least " + FEWEST + " documents of each kind; "
                        + target.name() + " has " + first.size() + " and " + benign.name() + " " + second.size()
                        + ". Name larger held-out corpora in the project file.");
            }
            List<TokenizedDocument> all = new ArrayList<>();
            IntStream.range(0, each).forEach(i -> {
                all.add(first.get(i));
                all.add(second.get(i));
            });
            return new Documents(all, each / 2 * 2);
        }

        private static List<TokenizedDocument> usable(HeldOutTexts texts, long seed) {
            return Batcher.shuffle(
                    texts.documents().stream()
                            .filter(document -> document.length() > document.contentStart())
                            .toList(),
                    seed);
        }

        /** Target documents stand at even places. */
        boolean[] labels(int from, int to) {
            boolean[] labels = new boolean[to - from];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (from + i) % 2 == 0;
            }
            return labels;
        }
    }
}
