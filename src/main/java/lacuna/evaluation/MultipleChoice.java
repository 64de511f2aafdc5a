package lacuna.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.Tokenizer;

/**
 * Multiple choice. By continuation likelihood the model's answer is the choice c that maximises
 *
 * <pre>
 * log p(c | prompt) = sum over the tokens t_i of c of log p(t_i | prompt, t_1 .. t_(i-1))
 * </pre>
 *
 * where prompt is the template around the question, and c a space and the text of the choice; and, reported beside it, that sum divided
 * by the number of tokens. Choices are not shown to the model, which suits base models, also small ones that never saw lettered options.
 *
 * <p>By letter the choices are part of the prompt, and c is one letter; see {@link Protocol}.
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
        return run(model, set, variant, RowJournal.none(), progress);
    }

    /**
     * Goes on where an earlier call that was stopped has got to.
     *
     * @param journal keeps what is scored, batch by batch; may be removed once the result is there
     * @param of tells the model and its variant from others: a journal of another one is begun anew
     */
    public MultipleChoiceResult resume(
            LanguageModel model, QuestionSet set, ModelVariant variant, Path journal, String of, Progress progress)
            throws LacunaException {
        String key = String.join(
                "|", of, config.protocol().title(), set.sha256(), String.valueOf(set.size()), config.asked());
        try (RowJournal rows = RowJournal.open(journal, key)) {
            return run(model, set, variant, rows, progress);
        }
    }

    private MultipleChoiceResult run(
            LanguageModel model, QuestionSet set, ModelVariant variant, RowJournal journal, Progress progress)
            throws LacunaException {
        ChoiceScores scores = isOneRowAQuestion(config, model, set)
                ? new LetterScorer(model, variant, config).score(set, journal, progress)
                : new ContinuationScorer(model, variant, config).score(set, journal, progress);
        List<QuestionResult> results = new ArrayList<>(set.size());
        for (int index = 0; index < set.size(); index++) {
            results.add(QuestionResult.of(
                    index,
                    set.questions().get(index).answer(),
                    scores.logLikelihoods()[index],
                    scores.tokens()[index]));
        }
        return MultipleChoiceResult.of(config, set, scores.shortened(), results);
    }

    /**
     * Tells before anything is computed that a model cannot be asked so.
     *
     * @throws LacunaException if the protocol asks for letters of one token and the tokenizer makes several of one
     */
    public static void require(MultipleChoiceConfig config, Tokenizer tokenizer, QuestionSet set)
            throws LacunaException {
        if (config.protocol() == Protocol.CRISP_LETTERS) {
            LetterRow.of(tokenizer, config, widest(set), set.name());
        }
    }

    private static Question widest(QuestionSet set) {
        return Collections.max(
                set.questions(),
                Comparator.comparingInt(question -> question.choices().size()));
    }

    /** Letters of one token each share their prompt; the harness's letters of several are scored as continuations, as it does. */
    static boolean isOneRowAQuestion(MultipleChoiceConfig config, LanguageModel model, QuestionSet set) {
        return switch (config.protocol()) {
            case CONTINUATION_LIKELIHOOD -> false;
            case CRISP_LETTERS -> true;
            case HARNESS_LETTERS -> {
                Question widest = widest(set);
                yield LetterRow.isOneTokenEach(model.tokenizer(), config.prompt(widest), widest);
            }
        };
    }
}
