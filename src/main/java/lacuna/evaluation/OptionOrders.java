package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.stats.Interval;

/**
 * The same questions with their choices in other orders: what a model knows does not depend on the letter under which it stands.
 */
public final class OptionOrders {

    /** Which orders are asked. */
    public enum Orders {
        /** Every choice stands once at every place: as many orders as there are choices. */
        CYCLIC,
        /** All orders: 24 for four choices. */
        ALL
    }

    private static final int MOST_FOR_ALL = 5;

    private final MultipleChoiceConfig config;
    private final Orders orders;

    public OptionOrders(MultipleChoiceConfig config, Orders orders) {
        this.config = config;
        this.orders = orders;
    }

    /**
     * @param accuracy mean over the orders
     * @param interval 95 % bootstrap interval of it, over questions
     * @param rightInAllOrders share of questions answered rightly whatever the order
     * @param byOrder accuracy of each order, the file's own first
     */
    public record Result(double accuracy, Interval interval, double rightInAllOrders, List<Double> byOrder) {
        public Result {
            byOrder = List.copyOf(byOrder);
        }
    }

    /** @throws LacunaException if the user cancelled, or the questions differ in their number of choices */
    public Result run(LanguageModel model, QuestionSet set, ModelVariant variant, Progress progress)
            throws LacunaException {
        int choices = choices(set);
        double[] right = new double[set.size()];
        List<Double> byOrder = new ArrayList<>();
        for (int[] order : orders == Orders.CYCLIC ? cyclic(choices) : all(choices)) {
            QuestionSet moved = new QuestionSet(
                    set.name(),
                    set.sha256(),
                    set.questions().stream()
                            .map(question -> question.inOrder(order))
                            .toList());
            MultipleChoiceResult result = new MultipleChoice(config).run(model, moved, variant, progress);
            byOrder.add(result.accuracy());
            for (QuestionResult question : result.questions()) {
                right[question.index()] += question.correct() ? 1 : 0;
            }
        }
        int asked = byOrder.size();
        double[] shares =
                java.util.Arrays.stream(right).map(count -> count / asked).toArray();
        long always =
                java.util.Arrays.stream(right).filter(count -> count == asked).count();
        return new Result(
                java.util.Arrays.stream(shares).average().orElseThrow(),
                Bootstrap.ofMean(shares),
                (double) always / set.size(),
                byOrder);
    }

    private int choices(QuestionSet set) throws LacunaException {
        int choices = set.questions().get(0).choices().size();
        if (set.questions().stream().anyMatch(question -> question.choices().size() != choices)) {
            throw new LacunaException(set.name()
                    + " has questions of different numbers of choices, which cannot be put into the same orders."
                    + " Split the file.");
        }
        if (orders == Orders.ALL && choices > MOST_FOR_ALL) {
            throw new LacunaException(set.name() + " has " + choices
                    + " choices a question, too many to try all orders. Use cyclic orders.");
        }
        return choices;
    }

    static List<int[]> cyclic(int choices) {
        return IntStream.range(0, choices)
                .mapToObj(shift -> IntStream.range(0, choices)
                        .map(place -> (place + shift) % choices)
                        .toArray())
                .toList();
    }

    /** In the order of the words. */
    static List<int[]> all(int choices) {
        List<int[]> found = new ArrayList<>();
        extend(new int[0], choices, found);
        return found;
    }

    private static void extend(int[] begun, int choices, List<int[]> found) {
        if (begun.length == choices) {
            found.add(begun);
            return;
        }
        for (int next = 0; next < choices; next++) {
            int candidate = next;
            if (IntStream.of(begun).noneMatch(taken -> taken == candidate)) {
                int[] longer = java.util.Arrays.copyOf(begun, begun.length + 1);
                longer[begun.length] = next;
                extend(longer, choices, found);
            }
        }
    }
}
