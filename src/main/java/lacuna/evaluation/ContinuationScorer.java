package lacuna.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokenizer;

/**
 * Scores each choice, or its letter where a protocol asks by letter, as a continuation of the prompt; a row of tokens for each choice.
 */
final class ContinuationScorer {

    private final LanguageModel model;
    private final ModelVariant variant;
    private final MultipleChoiceConfig config;

    ContinuationScorer(LanguageModel model, ModelVariant variant, MultipleChoiceConfig config) {
        this.model = model;
        this.variant = variant;
        this.config = config;
    }

    ChoiceScores score(QuestionSet set, RowJournal journal, Progress progress) throws LacunaException {
        List<Continuation> rows = new ArrayList<>(); // all choices of question 0, then those of question 1, ...
        int shortened = 0;
        for (int index = 0; index < set.size(); index++) {
            List<Continuation> whole =
                    continuations(model.tokenizer(), config, set.questions().get(index));
            List<Continuation> choices =
                    fitting(whole, model.config().contextLength(), set.name() + ", question " + (index + 1));
            rows.addAll(choices);
            shortened += choices.equals(whole) ? 0 : 1;
        }
        double[][] sums = new RowScores(model, variant, config.batchSize())
                .of(
                        documents(rows),
                        (batch, likelihoods) -> sums(rows, batch, likelihoods),
                        journal,
                        progress,
                        "Questions of " + set.name());
        return arranged(set, rows, sums, shortened);
    }

    /** The choices of a question, all without the same number of first tokens if one of them is too long for the context. */
    static List<Continuation> fitting(List<Continuation> choices, int context, String where) throws LacunaException {
        int longest = choices.stream().mapToInt(c -> c.ids().length).max().orElseThrow();
        if (longest <= context) {
            return choices;
        }
        List<Continuation> shorter = new ArrayList<>();
        for (Continuation choice : choices) {
            shorter.add(choice.withoutFirst(longest - context, where));
        }
        return shorter;
    }

    private static ChoiceScores arranged(QuestionSet set, List<Continuation> rows, double[][] sums, int shortened) {
        double[][] logLikelihoods = new double[set.size()][];
        int[][] tokens = new int[set.size()][];
        int row = 0;
        for (int index = 0; index < set.size(); index++) {
            int choices = set.questions().get(index).choices().size();
            logLikelihoods[index] = Arrays.stream(sums, row, row + choices)
                    .mapToDouble(sum -> sum[0])
                    .toArray();
            tokens[index] = rows.subList(row, row + choices).stream()
                    .mapToInt(Continuation::tokens)
                    .toArray();
            row += choices;
        }
        return new ChoiceScores(logLikelihoods, tokens, shortened);
    }

    // decision: choices share no cached prompt; every row is one plain pass, which is simple and exact
    static List<Continuation> continuations(Tokenizer tokenizer, MultipleChoiceConfig config, Question question) {
        String prompt = config.prompt(question);
        return IntStream.range(0, question.choices().size())
                .mapToObj(i -> config.protocol().isByLetter()
                        ? question.letter(i)
                        : question.choices().get(i))
                .map(choice -> Continuation.of(tokenizer, prompt, " " + choice))
                .toList();
    }

    private static List<TokenizedDocument> documents(List<Continuation> rows) {
        List<TokenizedDocument> documents = new ArrayList<>();
        rows.forEach(row -> documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart())));
        return documents;
    }

    /** [rows][1] */
    private static double[][] sums(List<Continuation> rows, TokenBatch batch, TokenLikelihoods likelihoods)
            throws LacunaException {
        float[][] logProbabilities = likelihoods.of(batch);
        double[][] sums = new double[batch.rows()][1];
        for (int i = 0; i < sums.length; i++) {
            int start = rows.get(batch.documents()[i]).start();
            for (int position = start; position < batch.lengths()[i]; position++) {
                sums[i][0] += logProbabilities[i][position];
            }
        }
        return sums;
    }
}
