package lacuna.project;

import java.util.List;
import java.util.Optional;
import lacuna.evaluation.FeatureActivity;
import lacuna.evaluation.FeatureActivityResult;
import lacuna.evaluation.Generations;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.HeldOutTexts;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Perplexity;
import lacuna.evaluation.PerplexityResult;
import lacuna.evaluation.Prompt;
import lacuna.evaluation.QuestionSet;
import lacuna.model.GenerationConfig;
import lacuna.model.ModelVariant;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.project.ProjectManifest.GenerationSettings;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.FeatureSelection;
import org.jspecify.annotations.Nullable;

/** Everything a project measures, for one state of its model. */
final class EvaluationStage {

    private final LoadedProject loaded;
    private final ProjectManifest manifest;
    private final ProjectFiles files;

    EvaluationStage(LoadedProject loaded) {
        this.loaded = loaded;
        this.manifest = loaded.project().manifest();
        this.files = new ProjectFiles(loaded.project());
    }

    Evaluation run(@Nullable FeatureSelection selection, ModelVariant variant, Progress progress)
            throws LacunaException {
        return new Evaluation(
                questions(files.targetQuestions(), files.questionConfig(), variant, progress),
                questions(files.benignQuestions(), files.questionConfig(), variant, progress),
                questions(files.generalQuestions(), files.generalConfig(), variant, progress),
                perplexity(variant, progress),
                activity(selection, variant, progress),
                generations(variant, progress));
    }

    /**
     * Whether figures that were kept are what would be measured now: of the same questions asked in the same way, the same texts and prompts.
     * The model is not looked at.
     */
    boolean isUpToDate(Evaluation kept, @Nullable FeatureSelection selection) throws LacunaException {
        return isAnswered(kept.target(), files.targetQuestions(), files.questionConfig())
                && isAnswered(kept.benign(), files.benignQuestions(), files.questionConfig())
                && isGeneralAnswered(kept)
                && kept.perplexity().isOf(texts(loaded.project().perplexityTexts()))
                && isActivityKnown(kept.activity(), selection)
                && isContinued(kept.generations());
    }

    /** Whether the project's general questions were asked as it says now; so they are where it has none. */
    boolean isGeneralAnswered(Evaluation kept) throws LacunaException {
        Optional<QuestionSet> general = files.generalQuestions();
        return general.isEmpty() || isAnswered(kept.general(), general, files.generalConfig());
    }

    private static boolean isAnswered(
            @Nullable MultipleChoiceResult kept, Optional<QuestionSet> questions, MultipleChoiceConfig config) {
        return kept == null ? questions.isEmpty() : questions.isPresent() && kept.isOf(questions.get(), config);
    }

    private boolean isActivityKnown(@Nullable FeatureActivityResult kept, @Nullable FeatureSelection selection)
            throws LacunaException {
        boolean isAsked = selection != null && !selection.features().isEmpty();
        return kept == null
                ? !isAsked
                : isAsked && kept.isOf(texts(loaded.project().targetHeldOut()));
    }

    private boolean isContinued(@Nullable GenerationsResult kept) throws LacunaException {
        List<Prompt> prompts = files.prompts();
        return kept == null
                ? prompts.isEmpty()
                : kept.config().equals(generationConfig(manifest))
                        && kept.texts().stream()
                                .map(text -> new Prompt(text.prompt(), text.group()))
                                .toList()
                                .equals(prompts);
    }

    PerplexityResult perplexity(ModelVariant variant, Progress progress) throws LacunaException {
        return new Perplexity(manifest.statistics().batchSize())
                .run(loaded.model(), texts(loaded.project().perplexityTexts()), variant, progress);
    }

    private @Nullable MultipleChoiceResult questions(
            Optional<QuestionSet> questions, MultipleChoiceConfig config, ModelVariant variant, Progress progress)
            throws LacunaException {
        return questions.isEmpty()
                ? null
                : new MultipleChoice(config).run(loaded.model(), questions.get(), variant, progress);
    }

    private @Nullable FeatureActivityResult activity(
            @Nullable FeatureSelection selection, ModelVariant variant, Progress progress) throws LacunaException {
        if (selection == null || selection.features().isEmpty()) {
            return null;
        }
        return new FeatureActivity(manifest.statistics().batchSize())
                .run(
                        loaded.model(),
                        SelectedSites.of(loaded, selection),
                        texts(loaded.project().targetHeldOut()),
                        variant,
                        progress);
    }

    private @Nullable GenerationsResult generations(ModelVariant variant, Progress progress) throws LacunaException {
        List<Prompt> prompts = files.prompts();
        return prompts.isEmpty()
                ? null
                : new Generations(generationConfig(manifest)).run(loaded.model(), prompts, variant, progress);
    }

    /** The project's generation settings, with its seed. */
    static GenerationConfig generationConfig(ProjectManifest manifest) throws LacunaException {
        GenerationSettings settings = manifest.generation();
        try {
            return new GenerationConfig(
                    settings.maxNewTokens(), settings.temperature(), settings.topK(), settings.topP(), manifest.seed());
        } catch (IllegalArgumentException e) {
            throw new LacunaException(
                    "The generation settings make no sense: " + e.getMessage()
                            + ". Change \"generation\" in the project file.",
                    e);
        }
    }

    private HeldOutTexts texts(CorpusEntry entry) throws LacunaException {
        return loaded.heldOut(entry);
    }
}
