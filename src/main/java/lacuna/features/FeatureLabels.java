package lacuna.features;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lacuna.model.HookPoint;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * The imported labels of a project: a folder with one {@code .jsonl} file a set and the outline {@code labels.json}. A person's own
 * label stands in {@code marks.json} and goes before all of these.
 */
public final class FeatureLabels {

    /** Name of the folder in a project. */
    public static final String FOLDER = "labels";

    /** No labels at all. */
    public static final FeatureLabels NONE = new FeatureLabels(List.of(), Map.of());

    private static final String OUTLINE = "labels.json";

    private record Outline(List<LabelSet> sets) {}

    private final List<LabelSet> sets;
    private final Map<String, Map<Integer, List<FeatureLabel>>> byHook;

    private FeatureLabels(List<LabelSet> sets, Map<String, Map<Integer, List<FeatureLabel>>> byHook) {
        this.sets = List.copyOf(sets);
        this.byHook = byHook;
    }

    /**
     * Reads the labels of a project.
     *
     * @param folder the folder {@value #FOLDER}; where there is none there are no labels
     */
    public static FeatureLabels read(Path folder) throws LacunaException {
        if (!Files.exists(folder.resolve(OUTLINE))) {
            return NONE;
        }
        List<LabelSet> sets = Json.read(folder.resolve(OUTLINE), Outline.class).sets();
        Map<String, Map<Integer, List<FeatureLabel>>> byHook = new HashMap<>();
        for (LabelSet set : sets) {
            Map<Integer, List<FeatureLabel>> ofHook = byHook.computeIfAbsent(set.hook(), hook -> new HashMap<>());
            for (FeatureLabel label : rows(folder, set)) {
                ofHook.computeIfAbsent(label.feature(), f -> new ArrayList<>(1)).add(label);
            }
        }
        byHook.values()
                .forEach(ofHook -> ofHook.replaceAll((feature, labels) ->
                        labels.stream().sorted(FeatureLabel.ORDER).toList()));
        return new FeatureLabels(sets, byHook);
    }

    /** Labels of a feature, best first: Neuronpedia's own methods, then OpenAI's, then the rest, newest first. */
    public List<FeatureLabel> of(HookPoint hook, int feature) {
        return byHook.getOrDefault(hook.toString(), Map.of()).getOrDefault(feature, List.of());
    }

    /** All labels of the features read at a hook point, as {@link #of}. */
    public Map<Integer, List<FeatureLabel>> at(HookPoint hook) {
        return Map.copyOf(byHook.getOrDefault(hook.toString(), Map.of()));
    }

    /** The label to show where there is room for one. */
    public Optional<FeatureLabel> first(HookPoint hook, int feature) {
        return of(hook, feature).stream().findFirst();
    }

    /** What was imported. */
    public List<LabelSet> sets() {
        return sets;
    }

    /**
     * Adds labels to those of the same set and hook point; one with a known id takes the place of the old one.
     *
     * @return the set as it now is
     */
    public static LabelSet add(
            Path folder,
            HookPoint hook,
            LabelSource source,
            Collection<FeatureLabel> labels,
            List<LabelSet.Origin> from)
            throws LacunaException {
        List<LabelSet> sets = new ArrayList<>(
                Files.exists(folder.resolve(OUTLINE))
                        ? Json.read(folder.resolve(OUTLINE), Outline.class).sets()
                        : List.of());
        Map<String, FeatureLabel> byId = new LinkedHashMap<>();
        List<LabelSet.Origin> origins = new ArrayList<>();
        for (LabelSet old : List.copyOf(sets)) {
            if (old.isOf(hook.toString(), source)) {
                rows(folder, old).forEach(label -> byId.put(label.id(), label));
                origins.addAll(old.origins());
                sets.remove(old);
            }
        }
        labels.forEach(label -> byId.put(label.id(), label));
        origins.removeIf(old -> from.stream().anyMatch(now -> now.sha256().equals(old.sha256())));
        origins.addAll(from);
        List<FeatureLabel> sorted =
                byId.values().stream().sorted(FeatureLabel.ORDER).toList();
        LabelSet set = new LabelSet(
                hook.toString(),
                source.model(),
                source.set(),
                hook + "." + source.toString().replaceAll("[^A-Za-z0-9._-]", "_") + ".jsonl",
                sorted.size(),
                (int) sorted.stream().mapToInt(FeatureLabel::feature).distinct().count(),
                origins);
        sets.add(set);
        write(folder.resolve(set.file()), sorted);
        Json.write(folder.resolve(OUTLINE), new Outline(sets));
        return set;
    }

    private static void write(Path file, List<FeatureLabel> labels) throws LacunaException {
        AtomicFiles.write(file, out -> {
            BufferedWriter lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            for (FeatureLabel label : labels) {
                lines.write(Json.line(label));
                lines.write('\n');
            }
            lines.flush();
        });
    }

    private static List<FeatureLabel> rows(Path folder, LabelSet set) throws LacunaException {
        Path file = folder.resolve(set.file());
        List<FeatureLabel> rows = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String where = file + ", line " + ++number;
                FeatureLabel label = Json.parse(line, new TypeReference<FeatureLabel>() {}, where);
                rows.add(label);
            }
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot read the labels in " + file + ": " + e.getMessage() + ". Import them again.", e);
        }
        return rows;
    }
}
