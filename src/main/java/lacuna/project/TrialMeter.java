package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.QuestionSet.Part;
import lacuna.model.ModelVariant;
import lacuna.project.StudyJob.Measured;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Measures trials: the validation half of both question sets, and perplexity. */
final class TrialMeter {

    private final LoadedProject loaded;
    private final ProjectFiles files;
    private final QuestionSet target;
    private final QuestionSet benign;

    /** @throws LacunaException if the project lacks questions of either kind */
    TrialMeter(LoadedProject loaded) throws LacunaException {
        this.loaded = loaded;
        this.files = new ProjectFiles(loaded.project());
        this.target = files.targetQuestions().orElseThrow(this::missing);
        this.benign = files.benignQuestions().orElseThrow(this::missing);
    }

    private LacunaException missing() {
        return new LacunaException("A study compares methods by target and benign questions, and "
                + loaded.project().file() + " does not name both. Add \"questions\" to it.");
    }

    /** Of the model as it is; kept in a file. */
    Measured untouched(Path file, Progress progress) throws LacunaException {
        if (!Files.exists(file)) {
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
        MultipleChoice asking = new MultipleChoice(files.questionConfig());
        return new Measured(
                asking.run(loaded.model(), target.part(Part.VALIDATION), variant, progress)
                        .accuracy(),
                asking.run(loaded.model(), benign.part(Part.VALIDATION), variant, progress)
                        .accuracy(),
                new EvaluationStage(loaded).perplexity(variant, progress).perplexity());
    }
}
