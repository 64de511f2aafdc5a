package lacuna.project;

import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.ProbeCheck;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** What is known of a run besides its evaluation; each null where it has not been measured. */
public record RunFindings(
        @Nullable FeatureEffects features,
        @Nullable TextMetrics texts,
        @Nullable LensCheck lens,
        @Nullable ProbeCheck probe,
        @Nullable AnswerProbeCheck answers) {

    public static final RunFindings NOTHING = new RunFindings(null, null, null, null, null);

    public static RunFindings of(RunFolder folder) throws LacunaException {
        return new RunFindings(
                kept(folder, RunMeasures.FEATURE_EFFECTS, FeatureEffects.class),
                kept(folder, RunMeasures.TEXT_METRICS, TextMetrics.class),
                kept(folder, RunAttacks.LOGIT_LENS, LensCheck.class),
                kept(folder, RunAttacks.LINEAR_PROBE, ProbeCheck.class),
                kept(folder, RunAttacks.ANSWER_PROBE, AnswerProbeCheck.class));
    }

    private static <T> @Nullable T kept(RunFolder folder, String name, Class<T> type) throws LacunaException {
        return folder.has(name) ? Json.read(folder.file(name), type) : null;
    }
}
