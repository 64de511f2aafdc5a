package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lacuna.features.FeatureLabel;
import lacuna.features.FeatureLabels;
import lacuna.features.LabelFile;
import lacuna.features.LabelSet;
import lacuna.features.LabelSource;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.format.SaeFormats;
import org.jspecify.annotations.Nullable;

/** Brings labels from files into a project, each set to the SAE it belongs to. Nothing is kept of an import that does not fit. */
public final class LabelImport {

    private static final int DEPTH = 6;

    /** Labels of one set as they come together from several files. */
    private record Gathered(Map<String, FeatureLabel> byId, List<LabelSet.Origin> origins) {}

    private final Project project;
    private final @Nullable HookPoint chosen;

    private LabelImport(Project project, @Nullable HookPoint chosen) {
        this.project = project;
        this.chosen = chosen;
    }

    /** Sets go where their names say: {@code 20-gemmascope-res-16k} to {@code resid_post.20}. */
    public static LabelImport byName(Project project) {
        return new LabelImport(project, null);
    }

    /** Everything goes to one SAE of the project. */
    public static LabelImport to(Project project, HookPoint hook) {
        return new LabelImport(project, hook);
    }

    /**
     * @param paths files in Neuronpedia's form, or folders of them
     * @return what the project then holds of each set
     * @throws LacunaException if a file is damaged, or a set fits none of the project's SAEs
     */
    public List<LabelSet> run(List<Path> paths, Progress progress) throws LacunaException {
        List<Path> files = files(paths);
        Map<LabelSource, Gathered> gathered = new LinkedHashMap<>();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (int i = 0; i < files.size(); i++) {
            progress.check();
            progress.report("Reading labels", i, files.size());
            LabelFile file = LabelFile.read(files.get(i));
            file.rows().forEach((source, labels) -> {
                Gathered all =
                        gathered.computeIfAbsent(source, s -> new Gathered(new LinkedHashMap<>(), new ArrayList<>()));
                labels.forEach(label -> all.byId().put(label.id(), label));
                all.origins().add(new LabelSet.Origin(file.name(), file.sha256(), file.bytes(), now));
            });
        }
        Map<LabelSource, HookPoint> hooks = new LinkedHashMap<>();
        for (Map.Entry<LabelSource, Gathered> entry : gathered.entrySet()) {
            HookPoint hook = hookOf(entry.getKey());
            requireFits(entry.getKey(), hook, entry.getValue().byId().values());
            hooks.put(entry.getKey(), hook);
        }
        List<LabelSet> sets = new ArrayList<>();
        for (Map.Entry<LabelSource, Gathered> entry : gathered.entrySet()) {
            HookPoint hook = hooks.getOrDefault(entry.getKey(), HookPoint.residPost(0));
            Gathered all = entry.getValue();
            sets.add(FeatureLabels.add(
                    project.labelsFolder(), hook, entry.getKey(), all.byId().values(), all.origins()));
        }
        progress.report("Reading labels", files.size(), files.size());
        return sets;
    }

    private HookPoint hookOf(LabelSource source) throws LacunaException {
        List<HookPoint> hooks = project.hooks();
        Optional<HookPoint> hook = chosen == null ? source.hook() : Optional.of(chosen);
        if (hook.isPresent() && hooks.contains(hook.get())) {
            return hook.get();
        }
        throw new LacunaException("The labels \"" + source + "\" belong "
                + hook.map(h -> "to " + h).orElse("to a place that their name does not tell")
                + ", but the SAEs of " + project.manifest().name() + " are at "
                + String.join(", ", hooks.stream().map(HookPoint::toString).toList())
                + ". Import labels of those, or name the SAE they belong to (--hook on the command line).");
    }

    private void requireFits(LabelSource source, HookPoint hook, Collection<FeatureLabel> labels)
            throws LacunaException {
        int last = labels.stream().mapToInt(FeatureLabel::feature).max().orElse(0);
        for (ProjectManifest.SaeEntry sae : project.manifest().saes()) {
            Path folder = project.resolve(sae.path());
            if (HookPoint.parse(sae.hook()).equals(hook) && SaeFormats.isRecognised(folder)) {
                int features = SaeFormats.describe(folder, sae.options()).features();
                if (last >= features) {
                    throw new LacunaException("The labels \"" + source + "\" name feature " + last + ", but the SAE at "
                            + hook + " has " + features
                            + " features: they are of another SAE. Choose the labels of this width.");
                }
            }
        }
    }

    /** Folders are searched; where one holds a folder "explanations", only what lies in such folders counts. */
    private static List<Path> files(List<Path> paths) throws LacunaException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> all = Files.walk(path, DEPTH)) {
                List<Path> found = all.filter(Files::isRegularFile)
                        .filter(LabelFile::isLabelFile)
                        .sorted()
                        .toList();
                List<Path> explanations =
                        found.stream().filter(LabelImport::isAmongExplanations).toList();
                files.addAll(explanations.isEmpty() ? found : explanations);
            } catch (IOException e) {
                throw new LacunaException("Cannot read the folder " + path + ": " + e.getMessage() + ".", e);
            }
        }
        if (files.isEmpty()) {
            throw new LacunaException("There is no .jsonl or .jsonl.gz file in " + paths
                    + ". Name files of Neuronpedia's folder \"explanations\", or that folder.");
        }
        return files;
    }

    private static boolean isAmongExplanations(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent != null && parent.endsWith("explanations");
    }
}
