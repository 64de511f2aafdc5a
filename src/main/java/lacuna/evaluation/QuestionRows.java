package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.run.LacunaException;
import lacuna.text.TokenizedDocument;

/**
 * The rows of tokens by which a set is asked, for whoever reads the model's state at their ends.
 *
 * @param reading what ends there
 * @param documents the rows; the index of each is its place here
 * @param questions number of each row's question, [rows]
 * @param choices number of the choice at its end, [rows]; -1 for none
 */
public record QuestionRows(
        Reading reading, List<TokenizedDocument> documents, List<Integer> questions, List<Integer> choices) {

    /** What a row ends with. */
    public enum Reading {
        /** The prompt, which shows all choices; one row a question. */
        PROMPTS,
        /** A choice, behind the prompt; one row a choice. */
        CHOICES
    }

    public QuestionRows {
        documents = List.copyOf(documents);
        questions = List.copyOf(questions);
        choices = List.copyOf(choices);
    }

    /** @throws LacunaException if a choice does not fit into the model's context, or a letter is no token */
    public static QuestionRows of(LanguageModel model, MultipleChoiceConfig config, QuestionSet set)
            throws LacunaException {
        boolean isPrompt = MultipleChoice.isOneRowAQuestion(config, model, set);
        List<TokenizedDocument> documents = new ArrayList<>();
        List<Integer> questions = new ArrayList<>();
        List<Integer> choices = new ArrayList<>();
        for (LensRow row : LensRow.of(model, config, set)) {
            documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart()));
            questions.add(row.question());
            choices.add(isPrompt ? -1 : row.choices()[0]);
        }
        return new QuestionRows(isPrompt ? Reading.PROMPTS : Reading.CHOICES, documents, questions, choices);
    }
}
