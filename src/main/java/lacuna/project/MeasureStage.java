package lacuna.project;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Measures a run, each measure into its folder; what is finished when the user stops it is kept. */
public final class MeasureStage {

    /** What can be measured besides the evaluation. */
    public enum Measure {
        /** {@link RunMeasures#FEATURE_EFFECTS}. */
        FEATURES,
        /** {@link RunMeasures#TEXT_METRICS}; evaluates the run first where that has not been done. */
        TEXTS,
        /** {@link RunAttacks#LOGIT_LENS} and {@link RunAttacks#ANSWER_PROBE}, of all target questions, and {@link RunAttacks#LINEAR_PROBE}. */
        INSIDE
    }

    private static final AttackPlan READINGS = new AttackPlan(
            List.of(), Optional.empty(), List.of(), EnumSet.allOf(AttackPlan.Reading.class), QuestionSet.Part.ALL);

    private final LoadedProject loaded;
    private final RunFolder folder;

    public MeasureStage(LoadedProject loaded, RunFolder folder) {
        this.loaded = loaded;
        this.folder = folder;
    }

    /**
     * @return all that is known of the run
     * @throws LacunaException if the run left nothing to open, a corpus or the questions cannot be read, or the user cancelled
     */
    public RunFindings run(Measure wanted, Progress progress) throws LacunaException {
        switch (wanted) {
            case FEATURES -> new RunMeasures(loaded, folder).features(new PrefixedProgress("Features", progress));
            case TEXTS -> {
                evaluated(progress);
                new RunMeasures(loaded, folder).texts(TextMeasures.DEFAULT, new PrefixedProgress("Texts", progress));
            }
            case INSIDE -> new AttackStage(loaded, folder).run(READINGS, soFar -> {}, progress);
        }
        return RunFindings.of(folder);
    }

    /** Evaluation, features and texts, as far as they are missing: what a report needs to be whole. */
    public RunFindings complete(Progress progress) throws LacunaException {
        evaluated(progress);
        RunFindings known = RunFindings.of(folder);
        Set<Measure> missing = EnumSet.noneOf(Measure.class);
        if (known.features() == null) {
            missing.add(Measure.FEATURES);
        }
        if (known.texts() == null) {
            missing.add(Measure.TEXTS);
        }
        for (Measure measure : missing) {
            run(measure, progress);
        }
        return RunFindings.of(folder);
    }

    private void evaluated(Progress progress) throws LacunaException {
        RunJob job = new RunJob(loaded, folder);
        if (!job.isEvaluated()) {
            job.evaluate(progress);
        }
    }
}
