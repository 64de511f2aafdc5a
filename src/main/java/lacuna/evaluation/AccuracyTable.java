package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Accuracies of several models under one protocol on one question set: what a table or a plot is drawn from. A row has no protocol of its
 * own, and only results of this table's protocol become rows, so that figures of two protocols cannot stand in one. The untouched model
 * is always the first row.
 */
public record AccuracyTable(Protocol protocol, String questionSet, String sha256, String template, List<Row> rows) {

    /** Name of the first row. */
    public static final String UNTOUCHED = "untouched model";

    /**
     * @param accuracy share of questions answered rightly
     * @param interval 95 % Wilson interval of {@code accuracy}
     * @param againstUntouched paired with the first row; null for that row itself
     */
    public record Row(
            String model,
            double accuracy,
            Interval interval,
            @Nullable PairedComparison againstUntouched) {}

    /** A table that is being filled. */
    public static final class Builder {

        private final MultipleChoiceResult untouched;
        private final List<Row> rows = new ArrayList<>();

        private Builder(MultipleChoiceResult untouched) {
            this.untouched = untouched;
            rows.add(new Row(UNTOUCHED, untouched.accuracy(), untouched.interval(), null));
        }

        /** @throws IllegalArgumentException if the result is of another protocol, or of other questions */
        public Builder row(String model, MultipleChoiceResult result) {
            PairedComparison paired = PairedComparison.of(untouched, result);
            rows.add(new Row(model, result.accuracy(), result.interval(), paired));
            return this;
        }

        public AccuracyTable build() {
            return new AccuracyTable(
                    untouched.protocol(), untouched.questionSet(), untouched.sha256(), untouched.template(), rows);
        }
    }

    public AccuracyTable {
        rows = List.copyOf(rows);
    }

    public static Builder of(MultipleChoiceResult untouched) {
        return new Builder(untouched);
    }
}
