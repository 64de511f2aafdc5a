package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/** Scores the letters that may follow a prompt; a row of tokens for each question. */
final class LetterScorer {

    private final LanguageModel model;
    private final ModelVariant variant;
    private final MultipleChoiceConfig config;

    LetterScorer(LanguageModel model, ModelVariant variant, MultipleChoiceConfig config) {
        this.model = model;
        this.variant = variant;
        this.config = config;
    }

    ChoiceScores score(QuestionSet set, RowJournal journal, Progress progress) throws LacunaException {
        List<LetterRow> rows = new ArrayList<>();
        int shortened = 0;
        int context = model.config().contextLength();
        for (int index = 0; index < set.size(); index++) {
            LetterRow row = LetterRow.of(
                    model.tokenizer(), config, set.questions().get(index), set.name() + ", question " + (index + 1));
            rows.add(row.fitting(context));
            shortened += row.ids().length > context ? 1 : 0;
        }
        double[][] scores = new RowScores(model, variant, config.batchSize())
                .of(
                        documents(rows),
                        (batch, likelihoods) -> likelihoods.next(batch, letters(rows, batch)),
                        journal,
                        progress,
                        "Questions of " + set.name());
        int[][] tokens = new int[scores.length][];
        for (int i = 0; i < scores.length; i++) {
            tokens[i] = new int[scores[i].length];
            Arrays.fill(tokens[i], 1);
        }
        return new ChoiceScores(scores, tokens, shortened);
    }

    private static List<TokenizedDocument> documents(List<LetterRow> rows) {
        List<TokenizedDocument> documents = new ArrayList<>();
        rows.forEach(row -> documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart())));
        return documents;
    }

    private static int[][] letters(List<LetterRow> rows, TokenBatch batch) {
        return Arrays.stream(batch.documents())
                .mapToObj(row -> rows.get(row).letters())
                .toArray(int[][]::new);
    }
}
