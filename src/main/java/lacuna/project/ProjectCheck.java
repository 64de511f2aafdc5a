package lacuna.project;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Prompt;
import lacuna.evaluation.QuestionSet;
import lacuna.model.HookPoint;
import lacuna.model.ModelConfig;
import lacuna.project.ProjectManifest.Corpora;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.run.LacunaException;
import lacuna.sae.format.SaeFormats;
import lacuna.text.Corpus;
import lacuna.text.Tokenizer;
import lacuna.text.Tokens;
import org.jspecify.annotations.Nullable;

/** Everything about a project that can be found wrong in a second, without loading weights. */
final class ProjectCheck {

    /** Tokens that a text may have beyond its bytes: those of its beginning. */
    private static final int FEW = 8;

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
        checkQuestions();
        checkPrompts(model);
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
            model.require(hook);
            if (!seen.add(hook)) {
                throw new LacunaException(project.file() + " names two SAEs at " + hook + ". Keep one.");
            }
            checkWidth(entry, hook, model);
        }
    }

    private void checkWidth(SaeEntry entry, HookPoint hook, ModelConfig model) throws LacunaException {
        Path folder = project.resolve(entry.path());
        int width = SaeFormats.describe(folder, entry.options()).inputWidth();
        if (width != model.widthAt(hook)) {
            throw new LacunaException("The SAE in " + folder + " reads vectors of width " + width + ", but at " + hook
                    + " those of the model " + project.model() + " are " + model.widthAt(hook)
                    + " wide. Choose an SAE that was trained on this model, or correct its hook point.");
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

    private void checkQuestions() throws LacunaException {
        ProjectFiles files = new ProjectFiles(project);
        files.targetQuestions();
        files.benignQuestions();
        checkGeneral(files);
    }

    /** What leaves no room for an answer would end a run behind its training. Only prompts that may be too long are tokenized. */
    private void checkPrompts(ModelConfig model) throws LacunaException {
        int context = model.contextLength();
        List<String> suspects = new ProjectFiles(project)
                .prompts().stream()
                        .map(Prompt::text)
                        .filter(text -> text.getBytes(StandardCharsets.UTF_8).length + FEW >= context)
                        .toList();
        if (suspects.isEmpty()) {
            return;
        }
        try (Tokenizer tokenizer = Tokenizer.open(project.model())) {
            for (String text : suspects) {
                int tokens = Tokens.withBos(tokenizer, text).length;
                if (tokens >= context) {
                    throw new LacunaException(
                            "The prompt that begins '" + text.substring(0, Math.min(40, text.length()))
                                    + "' has " + tokens + " tokens, and the model reads " + context
                                    + " at most. Shorten it in " + manifest.prompts() + ".");
                }
            }
        }
    }

    private void checkGeneral(ProjectFiles files) throws LacunaException {
        Optional<QuestionSet> general = files.generalQuestions();
        MultipleChoiceConfig config = files.generalConfig();
        if (general.isPresent() && config.protocol().isByLetter()) {
            try (Tokenizer tokenizer = Tokenizer.open(project.model())) {
                MultipleChoice.require(config, tokenizer, general.get());
            }
        }
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
        SortedSet<Integer> blocks =
                manifest.unlearning().resolve(selection.mode(), manifest.seed()).blocks();
        if (!blocks.isEmpty() && blocks.last() >= model.layers()) {
            throw new LacunaException("The training settings change blocks up to " + blocks.last()
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
