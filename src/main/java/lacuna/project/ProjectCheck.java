package lacuna.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import lacuna.model.HookPoint;
import lacuna.model.ModelConfig;
import lacuna.project.ProjectManifest.Corpora;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.format.SaeFiles;
import lacuna.text.Corpus;
import org.jspecify.annotations.Nullable;

/** Everything about a project that can be found wrong in a second, without loading weights. */
final class ProjectCheck {

    private final Project project;
    private final ProjectManifest manifest;

    ProjectCheck(Project project) {
        this.project = project;
        this.manifest = project.manifest();
    }

    void run() throws LacunaException {
        ModelConfig model = ModelConfig.read(project.model());
        requireFile(project.model().resolve("tokenizer.json"), "the model's tokenizer");
        requireWeights(project.model());
        checkSaes(model);
        checkCorpora();
        checkQuestionsAndPrompts();
        checkSettings(model);
    }

    private void requireWeights(Path model) throws LacunaException {
        Path single = model.resolve("model.safetensors");
        if (!Files.isRegularFile(single) && !Files.isRegularFile(model.resolve("model.safetensors.index.json"))) {
            throw new LacunaException(
                    "There is no file " + single + " (nor an index of several), so the model has no weights."
                            + " Fetch them again, or correct \"model\" in " + project.file() + ".");
        }
    }

    private void checkSaes(ModelConfig model) throws LacunaException {
        if (manifest.saes().isEmpty()) {
            throw new LacunaException(
                    project.file() + " names no SAE. Add at least one to \"saes\"; 'lacuna train-sae' makes them.");
        }
        Set<HookPoint> seen = new HashSet<>();
        for (SaeEntry entry : manifest.saes()) {
            HookPoint hook = HookPoint.parse(entry.hook());
            if (hook.layer() >= model.layers()) {
                throw new LacunaException(project.file() + " puts an SAE at " + hook + ", but the model "
                        + project.model() + " has blocks 0 to " + (model.layers() - 1) + ". Correct the hook point.");
            }
            if (!seen.add(hook)) {
                throw new LacunaException(project.file() + " names two SAEs at " + hook + ". Keep one.");
            }
            checkWidth(project.resolve(entry.path()), model);
        }
    }

    private void checkWidth(Path folder, ModelConfig model) throws LacunaException {
        Path config = folder.resolve(SaeFiles.CONFIG);
        requireFile(config, "the SAE's description");
        requireFile(folder.resolve(SaeFiles.WEIGHTS), "the SAE's weights");
        JsonNode width = Json.readTree(config).path("d_in");
        if (width.isNumber() && width.asInt() != model.width()) {
            throw new LacunaException("The SAE in " + folder + " reads a residual stream of width " + width.asInt()
                    + ", but that of the model " + project.model() + " is " + model.width()
                    + " wide. Choose an SAE that was trained on this model.");
        }
    }

    private void checkCorpora() throws LacunaException {
        Corpora corpora = manifest.corpora();
        Corpus target = project.corpus(corpora.target());
        Corpus benign = project.corpus(corpora.benign());
        if (target.sha256().equals(benign.sha256())) {
            throw new LacunaException("Target and benign corpus are the same texts ("
                    + corpora.target().path() + "), so no feature can tell them apart. Correct \"corpora\" in "
                    + project.file() + ".");
        }
        read(corpora.coherence());
        read(corpora.targetHeldOut());
        read(corpora.benignHeldOut());
        read(corpora.perplexity());
    }

    private void read(@Nullable CorpusEntry entry) throws LacunaException {
        if (entry != null) {
            project.corpus(entry); // throws if missing, empty or in another encoding
        }
    }

    private void checkQuestionsAndPrompts() throws LacunaException {
        ProjectFiles files = new ProjectFiles(project);
        files.targetQuestions();
        files.benignQuestions();
        files.prompts();
    }

    private void checkSettings(ModelConfig model) throws LacunaException {
        SelectionSettings selection = manifest.selection();
        if (selection.k() < 1 || selection.tau() < 0) {
            throw new LacunaException(project.file() + " selects k = " + selection.k() + " features with tau = "
                    + selection.tau() + "; expected k of at least 1 and tau of at least 0.");
        }
        if (manifest.statistics().maxTokens() < 2 || manifest.statistics().batchSize() < 1) {
            throw new LacunaException(project.file() + " has statistics with maxTokens "
                    + manifest.statistics().maxTokens() + " and batchSize "
                    + manifest.statistics().batchSize() + "; expected at least 2 and at least 1.");
        }
        EvaluationStage.generationConfig(manifest);
        int last = manifest.unlearning()
                .resolve(selection.mode(), manifest.seed())
                .blocks()
                .last();
        if (last >= model.layers()) {
            throw new LacunaException("The training settings change blocks up to " + last
                    + ", but the model has blocks 0 to " + (model.layers() - 1)
                    + ". Set \"lastBlock\" under \"unlearning\" in " + project.file() + ".");
        }
    }

    private void requireFile(Path file, String what) throws LacunaException {
        if (!Files.isRegularFile(file)) {
            throw new LacunaException("There is no file " + file + ", " + what + ", which " + project.file()
                    + " asks for. Fetch or make it, or correct the path.");
        }
    }
}
