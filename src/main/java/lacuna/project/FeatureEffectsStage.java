package lacuna.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.Place;
import lacuna.evaluation.FeatureEffects.Tables;
import lacuna.evaluation.FeatureTable;
import lacuna.evaluation.FeatureTableFile;
import lacuna.evaluation.HeldOutTexts;
import lacuna.model.ModelVariant;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.selection.FeatureSelection;
import lacuna.selection.SelectedFeature;

/**
 * The features before and after. Four tables, target and benign text before and after, each in a file of the run's folder as soon as it is
 * measured: stopped, the stage goes on behind the last of them.
 */
final class FeatureEffectsStage {

    /** Subfolder of a run for the tables: {@code target-before.safetensors} and so on. */
    static final String TABLES = "features";

    private final LoadedProject loaded;
    private final Path folder;
    private final InputHashes inputs;

    /** @param loaded under the settings of the run */
    FeatureEffectsStage(LoadedProject loaded, RunFolder run) {
        this.loaded = loaded;
        this.inputs = new InputHashes(loaded.project());
        this.folder = run.file(TABLES);
    }

    /** @param identity changes whenever the variant is another one */
    FeatureEffects run(FeatureSelection selection, ModelVariant variant, String identity, Progress progress)
            throws LacunaException {
        List<SparseAutoencoder> saes =
                loaded.saes(loaded.project().manifest().selection().mode());
        Project project = loaded.project();
        return FeatureEffects.of(
                tables("target", project.targetHeldOut(), saes, variant, identity, progress),
                tables("benign", project.benignHeldOut(), saes, variant, identity, progress),
                places(selection, saes));
    }

    private Tables tables(
            String kind,
            CorpusEntry corpus,
            List<SparseAutoencoder> saes,
            ModelVariant variant,
            String identity,
            Progress progress)
            throws LacunaException {
        HeldOutTexts texts = loaded.heldOut(corpus);
        return new Tables(
                table(
                        kind + "-before",
                        saes,
                        texts,
                        ModelVariant.UNCHANGED,
                        "",
                        new PrefixedProgress("Before", progress)),
                table(kind + "-after", saes, texts, variant, identity, new PrefixedProgress("After", progress)));
    }

    private FeatureTable table(
            String name,
            List<SparseAutoencoder> saes,
            HeldOutTexts texts,
            ModelVariant variant,
            String identity,
            Progress progress)
            throws LacunaException {
        Path file = folder.resolve(name + ".safetensors");
        List<String> hooks = saes.stream().map(sae -> sae.hook().toString()).toList();
        String key = Fingerprints.key(inputs.get(), hooks, texts.sha256(), texts.maxTokens(), identity);
        Optional<FeatureTable> kept = FeatureTableFile.read(file, key, hooks);
        if (kept.isPresent()) {
            return kept.get();
        }
        int batchSize = loaded.project().manifest().statistics().batchSize();
        FeatureTable table = FeatureTable.measure(loaded.model(), saes, texts, variant, batchSize, progress);
        FeatureTableFile.write(table, key, file);
        return table;
    }

    /** In the order of the selection, at the hook points their SAEs read. */
    private List<Place> places(FeatureSelection selection, List<SparseAutoencoder> saes) throws LacunaException {
        List<Place> places = new ArrayList<>();
        for (SelectedFeature feature : selection.features()) {
            String site = SelectedSites.site(loaded, feature);
            if (saes.stream()
                    .noneMatch(sae -> sae.hook().toString().equals(site) && sae.features() > feature.feature())) {
                throw new LacunaException(
                        "The run suppressed feature " + feature.feature() + " of " + feature.layer()
                                + ", which no SAE of the project has. Name the SAEs in the project file that the run was made with.");
            }
            places.add(new Place(site, feature.feature()));
        }
        return places;
    }
}
