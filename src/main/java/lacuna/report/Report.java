package lacuna.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.GenerationPair;
import lacuna.persistence.Persistence;
import lacuna.selection.SelectedFeature;

/**
 * Everything a report says of one run; its JSON twin is this record as it stands.
 *
 * @param title project and run
 * @param method "CRISP"
 * @param settings of the training, as recorded
 * @param hashes SHA-256 of model, SAEs and corpora by name
 * @param versions of program and engine
 * @param removed the suppressed features with the reason of each; none for a method that needs none
 * @param accuracies each with its protocol, the untouched model first
 * @param measures other figures before and after
 * @param persistence checks whether it comes back; none where none was made
 * @param generations same prompts, both models; text as {@link TargetText} says
 * @param limits what these figures do not show, in plain words
 * @param review what a person made of it
 */
public record Report(
        String title,
        String method,
        JsonNode settings,
        Map<String, String> hashes,
        Map<String, String> versions,
        List<SelectedFeature> removed,
        List<AccuracyTable> accuracies,
        List<Measure> measures,
        List<Persistence> persistence,
        TargetText targetText,
        List<GenerationPair> generations,
        List<String> limits,
        Review review) {

    /**
     * @param name what was measured, with its unit
     * @param on the texts
     */
    public record Measure(String name, String on, double before, double after) {}

    public Report {
        hashes = new TreeMap<>(hashes);
        versions = new TreeMap<>(versions);
        removed = List.copyOf(removed);
        accuracies = List.copyOf(accuracies);
        measures = List.copyOf(measures);
        persistence = List.copyOf(persistence);
        generations = generations.stream().map(targetText::of).toList();
        limits = List.copyOf(limits);
    }
}
