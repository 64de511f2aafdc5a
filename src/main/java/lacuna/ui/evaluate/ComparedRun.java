package lacuna.ui.evaluate;

import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.AccuracyTable;
import lacuna.project.RunComparison;
import lacuna.ui.widget.FrontChart;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison.
 *
 * @param figures all but the intervals
 * @param target its row among the accuracies on what was to be forgotten
 * @param benign its row among those on what was to stay
 * @param general its row among those on everything else; null where the runs were not all asked the same
 */
record ComparedRun(
        RunComparison.Row figures,
        AccuracyTable.Row target,
        AccuracyTable.Row benign,
        AccuracyTable.@Nullable Row general) {

    /** What the untouched model is called where methods are named. */
    static final String UNTOUCHED = "Untouched";

    /** The untouched model first. */
    static List<ComparedRun> of(RunComparison comparison) {
        List<ComparedRun> runs = new ArrayList<>();
        for (int i = 0; i < comparison.runs().size(); i++) {
            runs.add(new ComparedRun(
                    comparison.runs().get(i),
                    comparison.target().rows().get(i),
                    comparison.benign().rows().get(i),
                    comparison.general() == null
                            ? null
                            : comparison.general().rows().get(i)));
        }
        return runs;
    }

    String name() {
        return figures.name();
    }

    boolean isUntouched() {
        return figures.name().equals(AccuracyTable.UNTOUCHED);
    }

    /** What was forgotten, 100 less the accuracy on the target, over what was kept, both in percent. */
    FrontChart.Point point() {
        return new FrontChart.Point(
                name(),
                isUntouched() ? UNTOUCHED : figures.method(),
                100 * benign.accuracy(),
                100 * benign.interval().low(),
                100 * benign.interval().high(),
                100 * (1 - target.accuracy()),
                100 * (1 - target.interval().high()),
                100 * (1 - target.interval().low()),
                figures.onFront());
    }
}
