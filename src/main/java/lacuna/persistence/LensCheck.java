package lacuna.persistence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.evaluation.LensQuestions;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Protocol;
import lacuna.persistence.Persistence.Share;

/**
 * {@code logit-lens.json}: whether the blocks inside an unlearned model still hold the answer that its end does not give. As an attack the
 * best block counts, chosen on the same questions, so it is an upper bound of what a block tells.
 *
 * @param layers one entry a block, in the order of the model
 */
public record LensCheck(Protocol protocol, String questionSet, int questions, List<Layer> layers) {

    /** @param layer hook point, {@code resid_post.4} */
    public record Layer(String layer, State before, State after) {}

    /**
     * @param answers share of questions answered rightly from here
     * @param medianRank of the right choice's first token among all tokens, from 1
     * @param meanProbability of that token
     */
    public record State(Share answers, double medianRank, double meanProbability) {

        static State of(LensQuestions.Reading reading) {
            double[] ranks = reading.rank().clone();
            Arrays.sort(ranks);
            int middle = ranks.length / 2;
            double median = ranks.length % 2 == 1 ? ranks[middle] : (ranks[middle - 1] + ranks[middle]) / 2;
            double mean = Arrays.stream(reading.probability()).average().orElse(Double.NaN);
            return new State(Share.of(reading.answers()), median, mean);
        }
    }

    public LensCheck {
        layers = List.copyOf(layers);
    }

    static LensCheck of(List<LensQuestions.Reading> before, List<LensQuestions.Reading> after) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            layers.add(new Layer(before.get(i).layer(), State.of(before.get(i)), State.of(after.get(i))));
        }
        MultipleChoiceResult any = before.get(0).answers();
        return new LensCheck(any.protocol(), any.questionSet(), any.questions().size(), layers);
    }

    /** The block from which most questions are answered rightly; of equal ones the first. */
    static LensQuestions.Reading best(List<LensQuestions.Reading> readings) {
        return Highest.of(readings, reading -> reading.answers().accuracy());
    }
}
