package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.QuestionSet.Part;
import lacuna.model.ModelVariant;
import lacuna.project.StudyJob.Measured;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.jspecify.annotations.Nullable;

/** Measures trials: the validation half of each question set, and perplexity. */
final class TrialMeter {

    private final LoadedProject loaded;
    private final ProjectFiles files;
    private final QuestionSet target;
    private final QuestionSet benign;
    private final @Nullable QuestionSet general;

    /** @throws LacunaException if the project lacks target or benign questions */
    TrialMeter(LoadedProject loaded) throws LacunaException {
        this.loaded = loaded;
        this.files = new ProjectFiles(loaded.project());
        this.target = files.targetQuestions().orElseThrow(this::missing);
        this.benign = files.benignQuestions().orElseThrow(this::missing);
        this.general = files.generalQuestions().orElse(null);
    }

    private LacunaException missing() {
        return new LacunaException("A study compares methods by target and benign questions, and "
                + loaded.project().file() + " does not name both. Add \"questions\" to it.");
    }

    /** Whether the project had general questions then if and only if it has some now, asked in the same way. */
    boolean isWhole(Measured kept) throws LacunaException {
        return (kept.general() == null) == (general == null) && kept.generalProtocol() == generalProtocol();
    }

    /** Null where it is that of the other questions. */
    private @Nullable Protocol generalProtocol() throws LacunaException {
        Protocol protocol = files.generalConfig().protocol();
        return protocol.isByLetter() ? protocol : null;
    }

    /** Of the model as it is; kept in a file. */
    Measured untouched(Path file, Progress progress) throws LacunaException {
        if (!Files.exists(file) || !isWhole(Json.read(file, Measured.class))) {
            Json.write(file, of(ModelVariant.UNCHANGED, new PrefixedProgress("Untouched model", progress)));
        }
        return Json.read(file, Measured.class);
    }

    Measured of(RunFolder folder, Progress progress) throws LacunaException {
        try (RunModel run = RunModel.open(folder.folder(), loaded)) {
            return of(run.variant(), progress);
        }
    }

    private Measured of(ModelVariant variant, Progress progress) throws LacunaException {
        return new Measured(
                accuracy(target, files.questionConfig(), variant, progress),
                accuracy(benign, files.questionConfig(), variant, progress),
                general == null ? null : accuracy(general, files.generalConfig(), variant, progress),
                generalProtocol(),
                new EvaluationStage(loaded).perplexity(variant, progress).perplexity());
    }

    private double accuracy(QuestionSet questions, MultipleChoiceConfig config, ModelVariant variant, Progress progress)
            throws LacunaException {
        return new MultipleChoice(config)
                .run(loaded.model(), questions.part(Part.VALIDATION), variant, progress)
                .accuracy();
    }
}
