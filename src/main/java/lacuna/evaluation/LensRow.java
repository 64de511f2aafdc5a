package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.model.LanguageModel;
import lacuna.run.LacunaException;

/**
 * Tokens to be read off a row: token {@code tokens[i]} behind position {@code positions[i]}, for choice {@code choices[i]} of a question.
 *
 * @param ids [tokens] of the row
 * @param contentStart position of the first token that stands for text
 */
record LensRow(int question, int[] ids, int contentStart, int[] positions, int[] tokens, int[] choices) {

    /** The rows of a set: one a question where it is asked by letters of one token, else one a choice. */
    static List<LensRow> of(LanguageModel model, MultipleChoiceConfig config, QuestionSet set) throws LacunaException {
        boolean letters = MultipleChoice.isOneRowAQuestion(config, model, set);
        int context = model.config().contextLength();
        List<LensRow> rows = new ArrayList<>();
        for (int index = 0; index < set.size(); index++) {
            Question question = set.questions().get(index);
            String where = set.name() + ", question " + (index + 1);
            if (letters) {
                LetterRow row = LetterRow.of(model.tokenizer(), config, question, where);
                rows.add(of(index, row.fitting(context)));
            } else {
                List<Continuation> choices = ContinuationScorer.continuations(model.tokenizer(), config, question);
                List<Continuation> fitting = ContinuationScorer.fitting(choices, context, where);
                for (int choice = 0; choice < fitting.size(); choice++) {
                    rows.add(of(index, choice, fitting.get(choice)));
                }
            }
        }
        return rows;
    }

    private static LensRow of(int question, LetterRow row) {
        int[] positions = new int[row.letters().length];
        Arrays.fill(positions, row.ids().length - 1);
        int[] choices = IntStream.range(0, positions.length).toArray();
        return new LensRow(question, row.ids(), row.contentStart(), positions, row.letters(), choices);
    }

    private static LensRow of(int question, int choice, Continuation row) {
        int n = row.tokens();
        int[] positions = new int[n];
        int[] tokens = new int[n];
        int[] choices = new int[n];
        for (int i = 0; i < n; i++) {
            positions[i] = row.start() + i - 1;
            tokens[i] = row.ids()[row.start() + i];
            choices[i] = choice;
        }
        return new LensRow(question, row.ids(), row.contentStart(), positions, tokens, choices);
    }
}
