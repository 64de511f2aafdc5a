package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.Change;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.evaluation.FeatureEffects.FitChange;
import lacuna.evaluation.FeatureEffects.LayerEffect;
import lacuna.evaluation.FeatureTable;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.Judge;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.TextMetrics;
import lacuna.evaluation.TextMetrics.Figure;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence.Share;
import lacuna.persistence.ProbeCheck;
import lacuna.stats.Interval;

/** Made-up measures of a run that forgot its target. */
final class FakeMeasures {

    private FakeMeasures() {}

    /** 24 features in three layers, 23 of them silent afterwards. */
    static FeatureEffects features() {
        SplittableRandom random = new SplittableRandom(7);
        List<FeatureEffect> suppressed = new ArrayList<>();
        List<FeatureEffect> moved = new ArrayList<>();
        List<LayerEffect> layers = new ArrayList<>();
        for (int layer = 2; layer < 5; layer++) {
            String hook = "resid_post." + layer;
            for (int f = 0; f < 8; f++) {
                double target = .02 + .3 * random.nextDouble();
                double benign = .0002 + .004 * random.nextDouble();
                boolean stays = layer == 4 && f == 7;
                suppressed.add(new FeatureEffect(
                        hook,
                        100 + f,
                        new Change(target, stays ? target : target / 60, 4 * target, stays ? 4 * target : target / 20),
                        new Change(benign, benign / 3, benign, benign / 3)));
            }
            moved.add(new FeatureEffect(hook, 7, new Change(.12, .19, .4, .7), new Change(.05, .06, .1, .1)));
            FitChange fit = new FitChange(new FeatureTable.Fit(.93, 31), new FeatureTable.Fit(.91, 30));
            layers.add(new LayerEffect(hook, 2048, 8, fit, fit, .00042, .00009));
        }
        FeatureEffect fell =
                new FeatureEffect("resid_post.3", 900, new Change(.01, .01, .1, .1), new Change(.2, .17, .5, .4));
        return new FeatureEffects(
                new FeatureTable.Texts("target-heldout.jsonl", "00", 256, 9120),
                new FeatureTable.Texts("benign-heldout.jsonl", "01", 256, 8800),
                layers,
                suppressed,
                moved,
                List.of(fell));
    }

    static TextMetrics texts() {
        List<TextMetrics.Predicted> predicted = new ArrayList<>();
        double[][] figures = {{31.2, 118.4}, {27.8, 28.1}, {59.06, 58.97}};
        String[] kinds = {"target", "benign", "general"};
        for (int i = 0; i < kinds.length; i++) {
            predicted.add(new TextMetrics.Predicted(
                    kinds[i],
                    kinds[i] + "-heldout.jsonl",
                    "00",
                    256,
                    8134,
                    figure(figures[i][0], .06),
                    figure(figures[i][1], .06),
                    figure(figures[i][1] / figures[i][0], .02)));
        }
        List<TextMetrics.Written> written = new ArrayList<>();
        for (String group : List.of("target", "benign", TextMetrics.ALL)) {
            written.add(new TextMetrics.Written(
                    group,
                    group.equals(TextMetrics.ALL) ? 24 : 12,
                    proxies(.04, .183),
                    proxies(.05, group.equals("target") ? .011 : .178)));
        }
        List<TextMetrics.Judged> judged = new ArrayList<>();
        for (Judge.Scale scale : Judge.Scale.values()) {
            judged.add(new TextMetrics.Judged(TextMetrics.ALL, scale, "stand-in", figure(1.6, .1), figure(1.4, .1)));
        }
        return new TextMetrics(
                predicted, written, "00", new TextMetrics.KeywordList("keywords.txt", "0123456789ab", 40), judged);
    }

    private static TextMetrics.Proxies proxies(double repetition, double salient) {
        return new TextMetrics.Proxies(new FluencyProxies(.8, .97, repetition, 1.71, .002), 14.2, salient, .25);
    }

    private static Figure figure(double value, double wide) {
        return new Figure(value, new Interval(value * (1 - wide), value * (1 + wide)));
    }

    private static Share share(double accuracy) {
        return new Share(accuracy, Interval.wilson(Math.round(accuracy * 120), 120));
    }

    static LensCheck lens() {
        List<LensCheck.Layer> layers = new ArrayList<>();
        double[][] shares = {{.26, .26}, {.31, .3}, {.52, .4}, {.83, .45}, {.97, .38}, {1, .35}};
        for (int i = 0; i < shares.length; i++) {
            layers.add(new LensCheck.Layer(
                    "resid_post." + i,
                    new LensCheck.State(share(shares[i][0]), 1900.0 / (1 + i * i), .02 * i),
                    new LensCheck.State(share(shares[i][1]), 1900.0 / (1 + i), .005 * i)));
        }
        return new LensCheck(Protocol.CONTINUATION_LIKELIHOOD, "target.json", 120, layers);
    }

    static ProbeCheck probe() {
        return new ProbeCheck("target-heldout.jsonl", "benign-heldout.jsonl", 80, 80, probed(.96, .5));
    }

    static AnswerProbeCheck answers() {
        return new AnswerProbeCheck(Protocol.CONTINUATION_LIKELIHOOD, "target.json", 120, 5, probed(.75, .25));
    }

    private static List<ProbeCheck.Layer> probed(double before, double guessed) {
        List<ProbeCheck.Layer> layers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            layers.add(new ProbeCheck.Layer(
                    "resid_post." + i,
                    share(before),
                    share(before - .07 * i),
                    share(before - .01 - .01 * i),
                    share(guessed),
                    i == 0 ? Double.NaN : .82,
                    new Interval(.5, 1)));
        }
        return layers;
    }
}
