package lacuna.persistence;

import java.util.List;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionSet;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/**
 * {@code answer-probe.json}: whether a linear classifier finds the answers of multiple choice in the residual stream of the unlearned
 * model, at the last token of the prompt where it is asked by letter, of each choice where by continuation. Cross-validated: each question
 * is told by a probe fitted on questions of the other folds.
 *
 * @param questions each told once
 * @param folds see {@link QuestionFolds}
 * @param layers one entry a block, in the order of the model; {@code control} is fitted on answers drawn at random and shows what guessing
 *     gives
 */
public record AnswerProbeCheck(
        Protocol protocol, String questionSet, int questions, int folds, List<ProbeCheck.Layer> layers) {
    public AnswerProbeCheck {
        layers = List.copyOf(layers);
    }

    /** What was asked, and how. */
    public Persistence.Basis basis() {
        return new Persistence.Basis(protocol, questionSet, questions);
    }

    /**
     * @param hooks where to read
     * @param variant the unlearned model
     * @param seed decides the folds and the answers drawn for the control
     * @throws LacunaException if the questions cannot be asked of this model or not be parted into folds, or the user cancelled
     */
    public static AnswerProbeCheck of(
            LanguageModel model,
            ModelVariant variant,
            List<HookPoint> hooks,
            QuestionSet questions,
            MultipleChoiceConfig config,
            long seed,
            Progress progress)
            throws LacunaException {
        return new AnswerProbing(model, questions, config, seed).run(model, variant, hooks, progress);
    }
}
