package lacuna.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.Flip;
import lacuna.evaluation.GenerationPair;
import lacuna.evaluation.OverallScore;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import org.jspecify.annotations.Nullable;

/**
 * Everything a report says of one run; its JSON twin is this record as it stands.
 *
 * @param title project and run
 * @param method "CRISP"
 * @param started when the run began, ISO 8601
 * @param settings of the training, as recorded
 * @param hashes SHA-256 of model, SAEs, corpora, the adapter that came of them and the program, by name
 * @param versions of program and engine
 * @param removed the suppressed features with the evidence for each; none for a method that needs none
 * @param questions the project's own sets
 * @param measures other figures before and after
 * @param inside what else was measured; each part null or empty where it was not
 * @param generations same prompts, both models; text as {@link TargetText} says
 * @param limits what these figures do not show, in plain words
 * @param review what a person made of it
 */
public record Report(
        String title,
        String method,
        String started,
        JsonNode settings,
        Map<String, String> hashes,
        Map<String, String> versions,
        List<RemovedFeature> removed,
        List<Questions> questions,
        List<Measure> measures,
        Inside inside,
        TargetText targetText,
        List<GenerationPair> generations,
        List<String> limits,
        Review review) {

    /**
     * A question set under one protocol.
     *
     * @param kind what the questions are about: target, benign, general, or other, which may be about anything and is shown as the target's
     * @param table accuracies, the untouched model first
     * @param flips the questions that only one of the models answered rightly
     */
    public record Questions(String kind, AccuracyTable table, List<Flip> flips) {

        public Questions {
            flips = List.copyOf(flips);
        }

        /** Whether they may give away what the report is to keep to itself. */
        boolean isGuarded() {
            return TargetText.isGuarded(kind);
        }

        private Questions with(TargetText text) {
            return isGuarded()
                    ? new Questions(kind, table, flips.stream().map(text::of).toList())
                    : this;
        }
    }

    /**
     * @param name what was measured, with its unit
     * @param on the texts
     */
    public record Measure(String name, String on, double before, double after) {}

    /**
     * What 'lacuna evaluate --run' and 'lacuna attack' add to a run.
     *
     * @param overall CRISP's one figure, the untouched model first; none where target or benign questions were not asked
     * @param persistence checks whether it comes back; none where none was made
     * @param asked question sets asked besides the project's own, the last first
     */
    public record Inside(
            List<Overall> overall,
            @Nullable TextMetrics texts,
            @Nullable FeatureEffects features,
            List<Persistence> persistence,
            @Nullable LensCheck lens,
            @Nullable ProbeCheck probe,
            @Nullable AnswerProbeCheck answers,
            List<Questions> asked) {
        public Inside {
            asked = List.copyOf(asked);
            overall = List.copyOf(overall);
            persistence = List.copyOf(persistence);
        }

        private Inside with(TargetText text) {
            return new Inside(
                    overall,
                    texts,
                    features,
                    persistence,
                    lens,
                    probe,
                    answers,
                    asked.stream().map(set -> set.with(text)).toList());
        }
    }

    /** A model's score; it says which parts went in. */
    public record Overall(String model, OverallScore score) {}

    public Report {
        hashes = new TreeMap<>(hashes);
        versions = new TreeMap<>(versions);
        removed = removed.stream().map(targetText::of).toList();
        questions = questions.stream().map(set -> set.with(targetText)).toList();
        measures = List.copyOf(measures);
        inside = inside.with(targetText);
        generations = generations.stream().map(targetText::of).toList();
        limits = List.copyOf(limits);
    }
}
