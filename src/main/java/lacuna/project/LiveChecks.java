package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lacuna.evaluation.GeneratedText;
import lacuna.evaluation.Generations;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.Prompt;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.model.GenerationConfig;
import lacuna.model.ModelVariant;
import lacuna.model.Trainable;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.LiveCheck;
import lacuna.unlearning.RunCheck;
import org.jspecify.annotations.Nullable;

/**
 * The quick look at a model in training: at most {@value #QUESTIONS} questions of each set, spread evenly over it, and a few prompts
 * continued greedily. Enough to see where a run goes; the figures of a finished run come from all questions.
 */
final class LiveChecks implements RunCheck {

    private static final int QUESTIONS = 40;
    private static final int PROMPTS = 3;
    private static final int NEW_TOKENS = 32;

    private final LoadedProject loaded;
    private final ProjectFiles files;

    LiveChecks(LoadedProject loaded) {
        this.loaded = loaded;
        this.files = new ProjectFiles(loaded.project());
    }

    @Override
    public LiveCheck at(int step, Trainable trained, Progress progress) throws LacunaException {
        Progress prefixed = new PrefixedProgress("Check at step " + step, progress);
        ModelVariant variant = trained.variant();
        LiveCheck check = new LiveCheck(
                step,
                accuracy(files.targetQuestions(), variant, prefixed),
                accuracy(files.benignQuestions(), variant, prefixed),
                QUESTIONS,
                samples(variant, prefixed));
        progress.log(words(check));
        return check;
    }

    private @Nullable Double accuracy(Optional<QuestionSet> questions, ModelVariant variant, Progress progress)
            throws LacunaException {
        return questions.isEmpty()
                ? null
                : new MultipleChoice(files.questionConfig())
                        .run(loaded.model(), some(questions.get()), variant, progress)
                        .accuracy();
    }

    private static QuestionSet some(QuestionSet all) {
        int count = Math.min(QUESTIONS, all.size());
        List<Question> chosen = IntStream.range(0, count)
                .mapToObj(i -> all.questions().get((int) ((long) i * all.size() / count)))
                .toList();
        return new QuestionSet(all.name(), all.sha256(), chosen);
    }

    private List<LiveCheck.Sample> samples(ModelVariant variant, Progress progress) throws LacunaException {
        List<Prompt> prompts = firstOfEachGroup(files.prompts());
        GenerationConfig greedy = new GenerationConfig(NEW_TOKENS, 0, 0, 1, 0);
        List<LiveCheck.Sample> samples = new ArrayList<>();
        for (GeneratedText text : new Generations(greedy)
                .run(loaded.model(), prompts, variant, progress)
                .texts()) {
            samples.add(new LiveCheck.Sample(text.prompt(), text.text()));
        }
        return samples;
    }

    private static List<Prompt> firstOfEachGroup(List<Prompt> prompts) {
        List<Prompt> chosen = new ArrayList<>();
        for (Prompt prompt : prompts) {
            if (chosen.size() < PROMPTS
                    && chosen.stream().noneMatch(known -> known.group().equals(prompt.group()))) {
                chosen.add(prompt);
            }
        }
        return chosen;
    }

    private static String words(LiveCheck check) {
        return String.format(
                java.util.Locale.ROOT,
                "Check at step %d: target %s, benign %s.",
                check.step(),
                percent(check.target()),
                percent(check.benign()));
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "not asked" : String.format(java.util.Locale.ROOT, "%.0f %%", 100 * share);
    }
}
