package lacuna.ui.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.model.GenerationConfig;
import lacuna.model.HookPoint;
import lacuna.model.ModelConfig;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.project.ProjectFiles;
import lacuna.project.ProjectManifest;
import lacuna.project.SaeChecks;
import lacuna.project.SavedStatistics;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.training.SaeTrainer;
import lacuna.text.Tokenizer;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.ProjectFacts.ModelFacts;
import lacuna.ui.session.ProjectFacts.SaeFacts;

/** Reads a project folder for the window: checks it, and gathers what can be shown before the engine is up. */
final class ProjectReader {

    private final Project project;
    private final ProjectManifest manifest;

    private ProjectReader(Project project) {
        this.project = project;
        this.manifest = project.manifest();
    }

    /** @throws LacunaException naming the first thing that is wrong with the project */
    static OpenProject read(Path folder, Progress progress) throws LacunaException {
        progress.report("Checking the project", 0, 3);
        ProjectReader reader = new ProjectReader(Project.open(folder));
        ProjectFiles files = new ProjectFiles(reader.project);
        progress.report("Reading texts", 1, 3);
        ProjectFacts facts = reader.facts(progress);
        List<String> pieces = reader.pieces();
        progress.report("Looking for statistics", 2, 3);
        progress.check();
        return new OpenProject(
                reader.project,
                facts,
                pieces,
                questions(files.targetQuestions()),
                questions(files.benignQuestions()),
                questions(files.generalQuestions()),
                files.prompts(),
                reader.manifest.unlearning().resolve(reader.manifest.selection().mode(), reader.manifest.seed()),
                reader.generation(),
                Marks.read(reader.project.marksFile()),
                SavedStatistics.of(reader.project));
    }

    private ProjectFacts facts(Progress progress) throws LacunaException {
        ProjectFiles files = new ProjectFiles(project);
        return new ProjectFacts(
                model(),
                saes(),
                corpora(progress),
                files.targetQuestions().map(QuestionSet::size).orElse(0),
                files.benignQuestions().map(QuestionSet::size).orElse(0),
                files.generalQuestions().map(QuestionSet::size).orElse(0),
                files.prompts().size());
    }

    private static List<Question> questions(Optional<QuestionSet> set) {
        return set.map(QuestionSet::questions).orElse(List.of());
    }

    private GenerationConfig generation() throws LacunaException {
        ProjectManifest.GenerationSettings settings = manifest.generation();
        try {
            return new GenerationConfig(
                    settings.maxNewTokens(), settings.temperature(), settings.topK(), settings.topP(), manifest.seed());
        } catch (IllegalArgumentException e) {
            throw new LacunaException(
                    "The generation settings make no sense: " + e.getMessage() + ". Change \"generation\" in "
                            + project.file() + ".",
                    e);
        }
    }

    private List<String> pieces() throws LacunaException {
        try (Tokenizer tokenizer = Tokenizer.open(project.model())) {
            return IntStream.range(0, tokenizer.vocabularySize())
                    .mapToObj(tokenizer::piece)
                    .toList();
        }
    }

    private ModelFacts model() throws LacunaException {
        ModelConfig config = ModelConfig.read(project.model());
        return new ModelFacts(
                project.model(),
                config.family(),
                config.parameters(),
                config.width(),
                config.layers(),
                config.vocabulary(),
                config.contextLength(),
                config.storedAs().name().toLowerCase(Locale.ROOT),
                bytes(project.model(), ".safetensors"));
    }

    private List<SaeFacts> saes() throws LacunaException {
        List<SaeFacts> saes = new ArrayList<>();
        for (ProjectManifest.SaeEntry entry : manifest.saes()) {
            Path folder = project.resolve(entry.path());
            saes.add(new SaeFacts(
                    HookPoint.parse(entry.hook()),
                    folder,
                    SaeFormats.describe(folder, entry.options()),
                    SaeTrainer.readReport(folder).map(SaeTrainer.Written::report),
                    SaeChecks.find(project, entry)));
        }
        saes.sort(Comparator.comparing(SaeFacts::hook));
        return saes;
    }

    private List<CorpusFacts> corpora(Progress progress) throws LacunaException {
        ProjectManifest.Corpora named = manifest.corpora();
        try (Tokenizer tokenizer = Tokenizer.open(project.model())) {
            CorpusFactsReader reader = new CorpusFactsReader(project, tokenizer, progress);
            reader.add(CorpusRole.TARGET, named.target());
            reader.add(CorpusRole.BENIGN, named.benign());
            reader.add(CorpusRole.COHERENCE, named.coherence());
            reader.add(CorpusRole.TARGET_HELD_OUT, named.targetHeldOut());
            reader.add(CorpusRole.BENIGN_HELD_OUT, named.benignHeldOut());
            reader.add(CorpusRole.PERPLEXITY, named.perplexity());
            return reader.facts();
        }
    }

    /** Of a file, or of the files of a folder whose names end so. */
    static long bytes(Path path, String ending) throws LacunaException {
        try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
            long sum = 0;
            for (Path file :
                    files.filter(file -> file.toString().endsWith(ending)).toList()) {
                sum += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
            return sum;
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + path + ": " + e.getMessage() + ".", e);
        }
    }
}
