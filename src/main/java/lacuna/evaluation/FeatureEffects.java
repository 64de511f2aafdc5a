package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lacuna.evaluation.FeatureTable.Fit;
import lacuna.evaluation.FeatureTable.Layer;
import lacuna.evaluation.FeatureTable.Texts;

/**
 * {@code feature-effects.json}: what unlearning did to the features of the SAEs on held-out target and benign text. The same texts are read
 * before and after, so every change is the model's; that silent features mean lost knowledge is not shown by it.
 *
 * @param layers one entry an SAE, in the order of the model
 * @param suppressed features that were to be suppressed, in the order of their selection; empty for methods without
 * @param moved other features, by the larger of their two changes of firing rate, largest first
 * @param benignFallen other features that had been on more often on benign than on target text and fell there, largest fall first
 */
public record FeatureEffects(
        Texts target,
        Texts benign,
        List<LayerEffect> layers,
        List<FeatureEffect> suppressed,
        List<FeatureEffect> moved,
        List<FeatureEffect> benignFallen) {

    /** Longest list of features that moved. */
    public static final int MOST = 50;

    /**
     * @param features d_sae
     * @param suppressed how many of them were to be suppressed
     * @param target how well the SAE reconstructs target text
     * @param benign the same of benign text
     * @param othersTarget mean absolute change of firing rate on target text of the features that were not to be suppressed
     * @param othersBenign the same on benign text
     */
    public record LayerEffect(
            String layer,
            int features,
            int suppressed,
            FitChange target,
            FitChange benign,
            double othersTarget,
            double othersBenign) {}

    /** A reconstruction before and after. */
    public record FitChange(Fit before, Fit after) {}

    /** One feature on both kinds of text. */
    public record FeatureEffect(String layer, int feature, Change target, Change benign) {

        /** The larger of the two changes of firing rate, as a magnitude. */
        public double movement() {
            return Math.max(Math.abs(target.rateChange()), Math.abs(benign.rateChange()));
        }
    }

    /**
     * @param rateBefore share of tokens at which it is on
     * @param meanBefore activation per token, on or not, in the SAE's units
     */
    public record Change(double rateBefore, double rateAfter, double meanBefore, double meanAfter) {

        public double rateChange() {
            return rateAfter - rateBefore;
        }
    }

    /** The tables of one kind of text. */
    public record Tables(FeatureTable before, FeatureTable after) {}

    /** A feature's place. */
    public record Place(String layer, int feature) {}

    public FeatureEffects {
        layers = List.copyOf(layers);
        suppressed = List.copyOf(suppressed);
        moved = List.copyOf(moved);
        benignFallen = List.copyOf(benignFallen);
    }

    /**
     * @param suppressed features that were to be suppressed, by the hook point their SAE reads
     * @throws IllegalArgumentException if the tables are of different SAEs, or a feature is in none of them
     */
    public static FeatureEffects of(Tables target, Tables benign, List<Place> suppressed) {
        List<String> hooks = hooks(target.before);
        for (FeatureTable table : List.of(target.after, benign.before, benign.after)) {
            if (!hooks(table).equals(hooks)) {
                throw new IllegalArgumentException("tables of " + hooks + " and of " + hooks(table));
            }
        }
        Set<Place> chosen = new HashSet<>(suppressed);
        List<LayerEffect> layers = new ArrayList<>();
        List<FeatureEffect> others = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            List<FeatureEffect> unchosen = others(target, benign, i, chosen);
            others.addAll(unchosen);
            layers.add(layer(target, benign, i, unchosen));
        }
        return new FeatureEffects(
                target.before.texts(),
                benign.before.texts(),
                layers,
                suppressed.stream()
                        .map(place -> at(target, benign, hooks, place))
                        .toList(),
                first(others, effect -> effect.movement() > 0, Comparator.comparingDouble(FeatureEffect::movement)),
                first(
                        others,
                        FeatureEffects::isFallenBenign,
                        Comparator.comparingDouble(effect -> -effect.benign.rateChange())));
    }

    private static List<String> hooks(FeatureTable table) {
        return table.layers().stream().map(Layer::layer).toList();
    }

    private static List<FeatureEffect> others(Tables target, Tables benign, int layer, Set<Place> chosen) {
        String hook = target.before.layers().get(layer).layer();
        List<FeatureEffect> others = new ArrayList<>();
        for (int f = 0; f < target.before.layers().get(layer).rate().length; f++) {
            if (!chosen.contains(new Place(hook, f))) {
                others.add(effect(target, benign, layer, f));
            }
        }
        return others;
    }

    private static FeatureEffect at(Tables target, Tables benign, List<String> hooks, Place place) {
        int layer = hooks.indexOf(place.layer);
        if (layer < 0) {
            throw new IllegalArgumentException("no SAE reads " + place.layer);
        }
        return effect(target, benign, layer, place.feature);
    }

    private static FeatureEffect effect(Tables target, Tables benign, int layer, int feature) {
        return new FeatureEffect(
                target.before.layers().get(layer).layer(),
                feature,
                change(target, layer, feature),
                change(benign, layer, feature));
    }

    private static Change change(Tables tables, int layer, int feature) {
        Layer before = tables.before.layers().get(layer);
        Layer after = tables.after.layers().get(layer);
        return new Change(before.rate()[feature], after.rate()[feature], before.mean()[feature], after.mean()[feature]);
    }

    private static LayerEffect layer(Tables target, Tables benign, int layer, List<FeatureEffect> others) {
        Layer first = target.before.layers().get(layer);
        int features = first.rate().length;
        return new LayerEffect(
                first.layer(),
                features,
                features - others.size(),
                fit(target, layer),
                fit(benign, layer),
                others.stream()
                        .mapToDouble(effect -> Math.abs(effect.target.rateChange()))
                        .average()
                        .orElse(0),
                others.stream()
                        .mapToDouble(effect -> Math.abs(effect.benign.rateChange()))
                        .average()
                        .orElse(0));
    }

    private static FitChange fit(Tables tables, int layer) {
        return new FitChange(
                tables.before.layers().get(layer).fit(),
                tables.after.layers().get(layer).fit());
    }

    private static boolean isFallenBenign(FeatureEffect effect) {
        return effect.benign.rateBefore > effect.target.rateBefore && effect.benign.rateChange() < 0;
    }

    /** Equal ones by layer and index, so that the list does not depend on chance. */
    private static List<FeatureEffect> first(
            List<FeatureEffect> effects, Predicate<FeatureEffect> which, Comparator<FeatureEffect> by) {
        Stream<FeatureEffect> sorted = effects.stream().filter(which).sorted(by.reversed());
        return sorted.limit(MOST).toList(); // the sort is stable, and the list is in the order of layers and indices
    }
}
