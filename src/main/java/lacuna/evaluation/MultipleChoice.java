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
import lacuna.text.Tokenizer;

/**
 * Multiple choice by continuation likelihood: the model's answer is the choice c that maximises
 *
 * <pre>
 * log p(c | prompt) = sum over the tokens t_i of c of log p(t_i | prompt, t_1 .. t_(i-1))
 * </pre>
 *
 * where prompt is the template around the question, and c a space and the text of the choice; and, reported beside it, that sum divided
 * by the number of tokens. Zero-shot; choices are not shown to the model. This suits base models, also small ones that never saw lettered
 * options.
 */
public final class MultipleChoice {

    private final MultipleChoiceConfig config;

    public MultipleChoice(MultipleChoiceConfig config) {
        this.config = config;
    }

    /**
     * @param variant the model as it is, adapted, or edited
     * @param progress told and asked between batches
     * @throws LacunaException if the user cancelled, or a choice does not fit into the model's context
     */
    public MultipleChoiceResult run(LanguageModel model, QuestionSet set, ModelVariant variant, Progress progress)
            throws LacunaException {
        List<Continuation> rows = new ArrayList<>(); // all choices of question 0, then those of question 1, ...
        int shortened = 0;
        for (int index = 0; index < set.size(); index++) {
            List<Continuation> choices =
                    continuations(model.tokenizer(), set.questions().get(index));
            int longest = choices.stream().mapToInt(c -> c.ids().length).max().orElseThrow();
            int excess = Math.max(0, longest - model.config().contextLength());
            String where = set.name() + ", question " + (index + 1);
            for (Continuation choice : choices) {
                rows.add(excess == 0 ? choice : choice.withoutFirst(excess, where));
            }
            shortened += excess == 0 ? 0 : 1;
        }
        double[] logLikelihoods = score(model, rows, variant, progress, "Questions of " + set.name());
        List<QuestionResult> results = new ArrayList<>(set.size());
        int row = 0;
        for (int index = 0; index < set.size(); index++) {
            Question question = set.questions().get(index);
            int end = row + question.choices().size();
            int[] tokens = rows.subList(row, end).stream()
                    .mapToInt(Continuation::tokens)
                    .toArray();
            results.add(
                    QuestionResult.of(index, question.answer(), Arrays.copyOfRange(logLikelihoods, row, end), tokens));
            row = end;
        }
        return MultipleChoiceResult.of(config, set, shortened, results);
    }

    // decision: choices share no cached prompt; every row is one plain pass, which is simple and exact
    private List<Continuation> continuations(Tokenizer tokenizer, Question question) {
        String prompt = config.prompt(question);
        return question.choices().stream()
                .map(choice -> Continuation.of(tokenizer, prompt, " " + choice))
                .toList();
    }

    private double[] score(
            LanguageModel model, List<Continuation> rows, ModelVariant variant, Progress progress, String activity)
            throws LacunaException {
        List<TokenizedDocument> documents = new ArrayList<>(rows.size());
        for (Continuation row : rows) {
            documents.add(new TokenizedDocument(documents.size(), row.ids(), row.contentStart()));
        }
        double[] sums = new double[rows.size()];
        int done = 0;
        try (TokenLikelihoods likelihoods = new TokenLikelihoods(model, variant)) {
            for (TokenBatch batch : TokenLikelihoods.batches(documents, config.batchSize(), model)) {
                progress.check();
                float[][] logProbabilities = likelihoods.of(batch);
                for (int i = 0; i < batch.rows(); i++) {
                    int row = batch.documents()[i];
                    for (int position = rows.get(row).start(); position < batch.lengths()[i]; position++) {
                        sums[row] += logProbabilities[i][position];
                    }
                }
                done += batch.rows();
                progress.report(activity, done, rows.size());
            }
        }
        return sums;
    }
}
