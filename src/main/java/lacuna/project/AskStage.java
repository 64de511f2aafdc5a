package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.Flip;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.SubjectScores;
import lacuna.model.ModelVariant;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.jspecify.annotations.Nullable;

/** Asks any question set under any protocol, of the untouched model and of a run\u2019s, and keeps the answers with the run. */
public final class AskStage {

    /** Every set asked so far, the last first. */
    public static final String ASKED = "asked.json";

    private final LoadedProject loaded;
    private final RunFolder folder;

    public AskStage(LoadedProject loaded, RunFolder folder) {
        this.loaded = loaded;
        this.folder = folder;
    }

    /**
     * @return everything asked of the run, this first; the same questions asked in the same way before are replaced
     * @throws LacunaException if a file cannot be read, the run left nothing to open, or the user cancelled
     */
    public List<Asked> run(AskPlan plan, Progress progress) throws LacunaException {
        QuestionSet set = plan.questions();
        MultipleChoiceConfig config = plan.config();
        try (RunModel unlearned = RunModel.open(folder.folder(), loaded)) {
            Progress first = new PrefixedProgress("Untouched model", progress);
            Progress second = new PrefixedProgress("After unlearning", progress);
            ModelVariant variant = unlearned.variant();
            MultipleChoiceResult before =
                    new MultipleChoice(config).run(loaded.model(), set, ModelVariant.UNCHANGED, first);
            MultipleChoiceResult after = new MultipleChoice(config).run(loaded.model(), set, variant, second);
            Asked asked = new Asked(
                    before,
                    after,
                    SubjectScores.of(set, before),
                    SubjectScores.of(set, after),
                    orders(plan, config, set, ModelVariant.UNCHANGED, first),
                    orders(plan, config, set, variant, second),
                    Flip.of(before, after, set.questions()));
            List<Asked> all = new ArrayList<>(List.of(asked));
            all.addAll(
                    read(folder).stream().filter(old -> !old.isOfTheSame(asked)).toList());
            Json.write(folder.file(ASKED), all);
            return all;
        }
    }

    private OptionOrders.@Nullable Result orders(
            AskPlan plan, MultipleChoiceConfig config, QuestionSet set, ModelVariant variant, Progress progress)
            throws LacunaException {
        return plan.orders().isEmpty()
                ? null
                : new OptionOrders(config, plan.orders().get())
                        .run(loaded.model(), set, variant, new PrefixedProgress("other orders", progress));
    }

    /** What was asked of a run so far, the last first. */
    public static List<Asked> read(RunFolder folder) throws LacunaException {
        return folder.has(ASKED) ? List.of(Json.read(folder.file(ASKED), Asked[].class)) : List.of();
    }
}
