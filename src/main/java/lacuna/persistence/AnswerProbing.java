package lacuna.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionRows;
import lacuna.evaluation.QuestionSet;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.persistence.PooledResiduals.Tokens;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Fits answer probes behind each block of the untouched and of the unlearned model, and asks them what they were not fitted on. */
final class AnswerProbing {

    private final QuestionSet set;
    private final MultipleChoiceConfig config;
    private final QuestionRows rows;
    private final QuestionFolds folds;
    private final long seed;

    AnswerProbing(LanguageModel model, QuestionSet set, MultipleChoiceConfig config, long seed) throws LacunaException {
        this.set = set;
        this.config = config;
        this.rows = QuestionRows.of(model, config, set);
        this.folds = QuestionFolds.of(set, rows.reading(), seed);
        this.seed = seed;
    }

    AnswerProbeCheck run(LanguageModel model, ModelVariant variant, List<HookPoint> hooks, Progress progress)
            throws LacunaException {
        PooledResiduals before =
                PooledResiduals.of(model, ModelVariant.UNCHANGED, hooks, rows.documents(), Tokens.LAST, progress);
        PooledResiduals after = PooledResiduals.of(model, variant, hooks, rows.documents(), Tokens.LAST, progress);
        List<ProbeCheck.Layer> layers = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            progress.check();
            layers.add(layer(hooks.get(i).toString(), before.values()[i], after.values()[i]));
            progress.report("Fitting answer probes", i + 1, hooks.size());
        }
        return new AnswerProbeCheck(config.protocol(), set.name(), set.size(), folds.count(), layers);
    }

    private ProbeCheck.Layer layer(String name, float[][] before, float[][] after) {
        int[] answers = set.questions().stream().mapToInt(Question::answer).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = set.questions().stream()
                .mapToInt(question -> random.nextInt(question.choices().size()))
                .toArray();
        boolean[] first = new boolean[set.size()]; // told rightly
        boolean[] second = new boolean[set.size()];
        boolean[] third = new boolean[set.size()];
        boolean[] control = new boolean[set.size()];
        for (int fold = 0; fold < folds.count(); fold++) {
            boolean[] asked = new boolean[set.size()];
            boolean[] others = new boolean[set.size()];
            for (int question = 0; question < asked.length; question++) {
                asked[question] = folds.of()[question] == fold;
                others[question] = !asked[question];
            }
            AnswerProbe old = AnswerProbe.fit(set, rows, before, answers, others);
            old.ask(before, asked, first);
            old.ask(after, asked, second);
            AnswerProbe.fit(set, rows, after, answers, others).ask(after, asked, third);
            AnswerProbe.fit(set, rows, before, drawn, others).ask(before, asked, control);
        }
        return ProbeCheck.Layer.of(name, first, second, third, control);
    }
}
