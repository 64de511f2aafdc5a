package lacuna.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lacuna.evaluation.HeldOutTexts;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;
import lacuna.selection.CrispMode;
import lacuna.tensor.FreedMemory;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokens;
import org.jspecify.annotations.Nullable;

/** A project with its model and SAEs in memory; made, used and closed on the compute thread. */
public final class LoadedProject implements AutoCloseable {

    private final Project project;
    private final LanguageModel model;
    private final Map<HookPoint, SparseAutoencoder> saes;
    private final Map<HookPoint, Other> others;
    private final double seconds;

    /** One that is not of the project. */
    private record Other(Path path, SparseAutoencoder sae) {}

    private LoadedProject(
            Project project,
            LanguageModel model,
            Map<HookPoint, SparseAutoencoder> saes,
            Map<HookPoint, Other> others,
            double seconds) {
        this.project = project;
        this.model = model;
        this.saes = saes;
        this.others = others;
        this.seconds = seconds;
    }

    /**
     * Loads the model's weights now and the SAEs when they are first asked for.
     *
     * @param torch outlives the loaded project
     */
    public static LoadedProject load(Project project, Torch torch, Progress progress) throws LacunaException {
        progress.report("Loading the model", 0, 0);
        long start = System.nanoTime();
        LanguageModel model = LanguageModel.open(project.model(), torch);
        return new LoadedProject(project, model, new HashMap<>(), new HashMap<>(), (System.nanoTime() - start) / 1e9);
    }

    /** The same model and SAEs under other settings of this session; they are closed with either, once. */
    public LoadedProject with(ProjectManifest settings) {
        return new LoadedProject(project.with(settings), model, saes, others, seconds);
    }

    /** How long loading the model took. */
    double seconds() {
        return seconds;
    }

    public Project project() {
        return project;
    }

    public LanguageModel model() {
        return model;
    }

    public Torch torch() {
        return model.torch();
    }

    /** The SAEs, each reading where the mode reads it, in the order of the blocks. */
    public List<SparseAutoencoder> saes(CrispMode mode) throws LacunaException {
        List<SparseAutoencoder> result = new ArrayList<>();
        for (ProjectManifest.SaeEntry entry : project.manifest().saes()) {
            HookPoint site = mode.site(HookPoint.parse(entry.hook()));
            SparseAutoencoder sae = saes.get(site);
            if (sae == null) {
                sae = SaeFormats.read(project.resolve(entry.path()), site, entry.options(), torch());
                saes.put(site, sae);
                sae.requireWidth(model.config().widthAt(site));
            }
            result.add(sae);
        }
        result.sort((a, b) -> a.hook().compareTo(b.hook()));
        return result;
    }

    /**
     * An SAE that is not of the project, beside the one it has at a site; the last one asked for there is kept.
     *
     * @param path its folder, or its file of weights
     */
    public SparseAutoencoder other(HookPoint site, Path path) throws LacunaException {
        Other before = others.get(site);
        if (before != null && before.path().equals(path)) {
            return before.sae();
        }
        SparseAutoencoder sae = SaeFormats.read(path, site, SaeOptions.NONE, torch());
        try {
            sae.requireWidth(model.config().widthAt(site));
        } catch (LacunaException e) {
            sae.close();
            throw e;
        }
        others.put(site, new Other(path, sae));
        if (before != null) {
            before.sae().close();
        }
        return sae;
    }

    /** Those of the SAEs that take part. */
    List<SparseAutoencoder> saes(SelectionSettings selection) throws LacunaException {
        return saes(selection.mode()).stream()
                .filter(sae -> selection.uses(sae.hook().layer()))
                .toList();
    }

    /** Reads and tokenizes a corpus; none gives no documents. */
    public List<TokenizedDocument> documents(@Nullable CorpusEntry entry, int maxTokens) throws LacunaException {
        if (entry == null) {
            return List.of();
        }
        int fitting = Math.min(maxTokens, model.config().contextLength());
        return Tokens.tokenize(project.corpus(entry), model.tokenizer(), fitting);
    }

    /** A corpus to measure on, its documents cut as the statistics cut them. */
    HeldOutTexts heldOut(CorpusEntry entry) throws LacunaException {
        int fitting = Math.min(
                project.manifest().statistics().maxTokens(), model.config().contextLength());
        return HeldOutTexts.of(project.corpus(entry), model.tokenizer(), fitting);
    }

    @Override
    public void close() {
        saes.values().forEach(SparseAutoencoder::close);
        others.values().forEach(other -> other.sae().close());
        model.close();
        FreedMemory.giveBack();
    }
}
