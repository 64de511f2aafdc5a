package lacuna.persistence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import lacuna.evaluation.LensQuestions;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.QuestionSet;
import lacuna.model.AlteredModel;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.TokenizedDocument;

/** The checks of one unlearned model, each on the same questions. Before and after unlearning are measured once. */
public final class Attacks {

    private final LanguageModel model;
    private final ModelVariant variant;
    private final QuestionSet questions;
    private final MultipleChoiceConfig config;
    private final MultipleChoice asking;
    private final MultipleChoiceResult before;
    private final MultipleChoiceResult unlearned;

    /**
     * @param variant the model with what unlearned; what it holds stays the caller's
     * @param questions about what was unlearned
     */
    public Attacks(
            LanguageModel model,
            ModelVariant variant,
            QuestionSet questions,
            MultipleChoiceConfig config,
            Progress progress)
            throws LacunaException {
        this.model = model;
        this.variant = variant;
        this.questions = questions;
        this.config = config;
        this.asking = new MultipleChoice(config);
        this.before = asking.run(model, questions, ModelVariant.UNCHANGED, progress);
        this.unlearned = asking.run(model, questions, variant, progress);
    }

    /** What is asked in every check, and how. */
    public Persistence.Basis basis() {
        return Persistence.Basis.of(before);
    }

    /** {@link Persistence#name} of a check, before it is made. */
    public static String name(Quantization quantization) {
        return "quantisation, " + quantization.title();
    }

    public static String name(Prefixes prefixes) {
        return "prefixes of " + prefixes.name() + ", the worst of "
                + prefixes.texts().size();
    }

    /** @param kind what the texts are: "target", "benign" */
    public static String name(RelearnConfig config, String kind) {
        return config.words() + ", " + kind + " texts, seed " + config.seed();
    }

    /** @param blocks of the model */
    public static String nameOfLens(int blocks) {
        return "logit lens, the best of " + blocks + " blocks";
    }

    /** The merged model, its linear maps rounded to few bits; clamps go on working on it. */
    public Persistence quantised(Quantization quantization, Progress progress) throws LacunaException {
        try (LanguageModel rounded = AlteredModel.of(model, variant.adapter(), quantization)) {
            return found(name(quantization), asking.run(rounded, questions, variant.on(null), progress));
        }
    }

    /** Every prefix in turn: that under which the unlearned model answers most questions rightly. */
    public Persistence prefixed(Prefixes prefixes, Progress progress) throws LacunaException {
        List<MultipleChoiceResult> results = new ArrayList<>();
        for (int i = 0; i < prefixes.texts().size(); i++) {
            results.add(asking.run(model, prefixes.before(questions, i), variant, progress));
        }
        MultipleChoiceResult worst = results.stream()
                .max(Comparator.comparingDouble(MultipleChoiceResult::accuracy))
                .orElseThrow();
        int number = results.indexOf(worst) + 1;
        return found(name(prefixes) + " (number " + number + ")", worst);
    }

    /**
     * The merged model trained again; clamps are at work while it is, and afterwards.
     *
     * @param kind what the texts are: "target", "benign"
     */
    public Persistence relearned(RelearnConfig config, String kind, List<TokenizedDocument> texts, Progress progress)
            throws LacunaException {
        try (LanguageModel merged = AlteredModel.of(model, variant.adapter(), AlteredModel.WeightEdit.NONE);
                Relearning relearning = new Relearning(merged, config, variant.on(null))) {
            relearning.run(texts, progress);
            return found(name(config, kind), asking.run(merged, questions, relearning.variant(), progress));
        }
    }

    /** What the blocks of both models say, and as an attack the best block of the unlearned one. */
    public Lens lens(Progress progress) throws LacunaException {
        LensQuestions lens = new LensQuestions(model, config);
        List<LensQuestions.Reading> first = lens.run(questions, ModelVariant.UNCHANGED, progress);
        List<LensQuestions.Reading> second = lens.run(questions, variant, progress);
        LensQuestions.Reading best = LensCheck.best(second);
        String attack = nameOfLens(second.size()) + " (" + best.layer() + ")";
        return new Lens(LensCheck.of(first, second), found(attack, best.answers()));
    }

    /** The readings of all blocks, and what the best of them brings back. */
    public record Lens(LensCheck check, Persistence persistence) {}

    private Persistence found(String attack, MultipleChoiceResult attacked) {
        return Persistence.of(attack, before, unlearned, attacked);
    }
}
