package lacuna.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import lacuna.features.ActivationBins;
import lacuna.features.CorpusSide;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerEvidence;
import lacuna.features.LayerStatistics;
import lacuna.features.LogitLens;
import lacuna.features.Passage;
import lacuna.model.HookPoint;
import lacuna.report.FeatureCard.Example;
import lacuna.report.FeatureCard.Examples;
import lacuna.report.FeatureCard.Logit;

/** Puts together what is known of a feature. From memory; the engine is not needed. */
public final class FeatureCards {

    private static final double[] QUANTILES = {0.25, 0.5, 0.75, 0.95};

    private final FeatureStatistics statistics;
    private final FeatureSource source;
    private final IntFunction<String> piece;

    /** @param piece the text of a token */
    public FeatureCards(FeatureStatistics statistics, FeatureSource source, IntFunction<String> piece) {
        this.statistics = statistics;
        this.source = source;
        this.piece = piece;
    }

    /** The numbers of a feature; the hook point must be one of the statistics. */
    public FeatureLine line(HookPoint hook, int feature, FeatureOpinion said) {
        return FeatureLine.of(source, layer(hook), evidence(hook), feature, said);
    }

    /** @param lens its logits; empty ends where they are not to be had */
    public FeatureCard card(HookPoint hook, int feature, FeatureOpinion said, LogitLens lens) {
        LayerStatistics layer = layer(hook);
        List<Long> target = counts(layer, CorpusSide.TARGET, feature);
        List<Long> benign = counts(layer, CorpusSide.BENIGN, feature);
        List<Long> both = new ArrayList<>();
        for (int bin = 0; bin < target.size(); bin++) {
            both.add(target.get(bin) + benign.get(bin));
        }
        long on = layer.targetCount()[feature] + layer.benignCount()[feature];
        long tokens = layer.targetTokens() + layer.benignTokens();
        List<Logit> top = worded(lens.top());
        List<Logit> bottom = worded(lens.bottom());
        return new FeatureCard(
                feature,
                examples(hook, feature),
                top.stream().map(Logit::token).toList(),
                bottom.stream().map(Logit::token).toList(),
                0,
                Math.max(layer.targetMax()[feature], layer.benignMax()[feature]),
                quantiles(both, on),
                both,
                tokens == 0 ? 0 : (double) on / tokens,
                new FeatureCard.Ours(line(hook, feature, said), said, source, edges(), target, benign, top, bottom));
    }

    private LayerStatistics layer(HookPoint hook) {
        return statistics.layer(hook).orElseThrow();
    }

    private LayerEvidence evidence(HookPoint hook) {
        return statistics.evidence(hook).orElseThrow();
    }

    private List<Examples> examples(HookPoint hook, int feature) {
        List<Examples> all = new ArrayList<>();
        for (CorpusSide side : CorpusSide.values()) {
            add(all, side.label() + " top", statistics.passages(hook, feature, side));
            add(all, side.label() + " sample", statistics.samples(hook, feature, side));
            add(all, side.label() + " near miss", statistics.nearMisses(hook, feature, side));
        }
        return all;
    }

    private void add(List<Examples> all, String name, List<Passage> passages) {
        if (!passages.isEmpty()) {
            all.add(new Examples(name, passages.stream().map(this::example).toList()));
        }
    }

    private Example example(Passage passage) {
        List<String> tokens = new ArrayList<>();
        List<Float> activations = new ArrayList<>();
        int from = passage.wordStart(0, piece);
        for (int i = from; i < passage.tokenIds().length; i++) {
            tokens.add(piece.apply(passage.tokenIds()[i]));
            activations.add(passage.activations()[i]);
        }
        return new Example(tokens, activations, passage.peak() - from, false, passage.document());
    }

    private List<Logit> worded(List<LogitLens.TokenLogit> logits) {
        return logits.stream()
                .map(logit -> new Logit(piece.apply(logit.token()), logit.logit()))
                .toList();
    }

    private static List<Long> counts(LayerStatistics layer, CorpusSide side, int feature) {
        List<Long> counts = new ArrayList<>();
        for (int count : layer.histogram(side)[feature]) {
            counts.add((long) count);
        }
        return counts;
    }

    private static List<Double> edges() {
        List<Double> edges = new ArrayList<>();
        for (int bin = 0; bin <= ActivationBins.COUNT; bin++) {
            edges.add(ActivationBins.lower(bin));
        }
        return edges;
    }

    /** The upper edge of the bin that holds each quantile. */
    private static List<Double> quantiles(List<Long> histogram, long on) {
        List<Double> values = new ArrayList<>();
        for (double quantile : QUANTILES) {
            long below = 0;
            int bin = 0;
            while (bin < histogram.size() && below + histogram.get(bin) < quantile * on) {
                below += histogram.get(bin);
                bin++;
            }
            values.add(on == 0 ? 0 : ActivationBins.lower(Math.min(bin + 1, ActivationBins.COUNT)));
        }
        return values;
    }
}
