package lacuna.ui.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lacuna.features.TextActivations;

/** Which features are strongest in a part of a text, or at one token of it. */
final class SpanRanking {

    /** By what they are ranked. */
    enum Measure {
        MEAN("By mean"),
        MAX("By maximum"),
        SHARE("Share of its own maximum");

        private final String title;

        Measure(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * A feature in a part of a text.
     *
     * @param max strongest activation
     * @param mean over all tokens of the part, those at which it is off included
     * @param tokens at which it is on
     * @param share of the strongest activation in the strongest of the corpora; 0 where those never had it on
     */
    record Ranked(FeatureKey key, double max, double mean, int tokens, double share) {
        double by(Measure measure) {
            return switch (measure) {
                case MEAN -> mean;
                case MAX -> max;
                case SHARE -> share;
            };
        }
    }

    private static final class Sum {
        private double sum;
        private double max;
        private int tokens;
    }

    private final FeatureTable table;
    private final double mostDense;

    /** @param mostDense features on at a larger share of the tokens of either corpus are left out */
    SpanRanking(FeatureTable table, double mostDense) {
        this.table = table;
        this.mostDense = mostDense;
    }

    /**
     * @param from first token
     * @param to after the last
     */
    List<Ranked> of(TextActivations text, int from, int to, Measure measure, int count) {
        Map<Integer, Sum> sums = new HashMap<>();
        for (int token = from; token < to; token++) {
            for (TextActivations.On on : text.on().get(token)) {
                int line = line(text, on);
                if (line >= 0) {
                    Sum sum = sums.computeIfAbsent(line, missing -> new Sum());
                    sum.sum += on.value();
                    sum.max = Math.max(sum.max, on.value());
                    sum.tokens++;
                }
            }
        }
        List<Ranked> ranked = new ArrayList<>();
        sums.forEach((line, sum) -> {
            FeatureRow row = table.row(line);
            double strongest = Math.max(row.target().max(), row.benign().max());
            ranked.add(new Ranked(
                    row.key(), sum.max, sum.sum / (to - from), sum.tokens, strongest > 0 ? sum.max / strongest : 0));
        });
        ranked.removeIf(one -> isTooDense(table.row(table.lineOf(one.key()))));
        ranked.sort(Comparator.comparingDouble((Ranked one) -> -one.by(measure)).thenComparing(Ranked::key));
        return List.copyOf(ranked.subList(0, Math.min(count, ranked.size())));
    }

    private boolean isTooDense(FeatureRow row) {
        return Math.max(row.target().rate(), row.benign().rate()) > mostDense;
    }

    private int line(TextActivations text, TextActivations.On on) {
        return table.lineOf(new FeatureKey(text.hooks().get(on.layer()), on.feature()));
    }
}
