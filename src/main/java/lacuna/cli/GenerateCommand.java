package lacuna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.evaluation.Prompt;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelVariant;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.ProjectFiles;
import lacuna.project.ProjectManifest;
import lacuna.project.ProjectManifest.GenerationSettings;
import lacuna.project.RunFolder;
import lacuna.project.RunModel;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Continues prompts, with or without an adapter. */
@Command(
        name = "generate",
        description = "Continue prompts, with the model as it is or with a trained adapter.",
        footer = {
            "",
            "Examples:",
            "  lacuna generate sample-projects/ember-isles --prompt \"Once upon a time\"",
            "  lacuna generate sample-projects/ember-isles --adapter runs/first",
            "  lacuna generate models/my-llama --prompt \"The sea\" --temperature 0.8 --seed 7"
        })
final class GenerateCommand extends StageCommand {

    @Parameters(paramLabel = "PROJECT|MODEL", description = "Project folder, or model folder in Hugging Face layout.")
    private Path source = Path.of(".");

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "TEXT",
            description = "Text to continue; repeat for several (default: the project's prompts).")
    private List<String> prompts = new ArrayList<>();

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT adapter, or a run folder that holds one.")
    private @Nullable Path adapter;

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Upper bound on new tokens.")
    private @Nullable Integer maxNewTokens;

    @Option(names = "--temperature", paramLabel = "T", description = "0 for greedy.")
    private @Nullable Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Sample among the K most likely tokens; 0 for all.")
    private @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Sample among the likeliest tokens up to this probability.")
    private @Nullable Double topP;

    @Option(names = "--json", description = "One JSON line for each prompt.")
    private boolean json;

    GenerateCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        boolean isProject = Files.exists(source.resolve(ProjectManifest.FILE));
        Project project = isProject ? Project.read(source) : null;
        List<String> texts = texts(project);
        GenerationConfig config = config(project);
        try (Torch torch = common().start()) {
            if (project == null) {
                generate(torch, texts, config);
            } else {
                generate(project, torch, texts, config);
            }
        }
    }

    private void generate(Torch torch, List<String> texts, GenerationConfig config) throws LacunaException {
        try (LanguageModel model = LanguageModel.open(source, torch);
                LoraAdapter lora = adapter == null ? null : LoraAdapter.read(RunFolder.adapterIn(adapter), model)) {
            generate(model, ModelVariant.of(lora), texts, config);
        }
    }

    private void generate(Project project, Torch torch, List<String> texts, GenerationConfig config)
            throws LacunaException {
        try (LoadedProject loaded = LoadedProject.load(project, torch, console().progress());
                RunModel run = RunModel.openOrUntouched(adapter, loaded)) {
            generate(loaded.model(), run.variant(), texts, config);
        }
    }

    private void generate(LanguageModel model, ModelVariant variant, List<String> texts, GenerationConfig config)
            throws LacunaException {
        Generator generator = new Generator(model);
        for (String text : texts) {
            print(generator.generate(text, config, variant, console().progress(), id -> {}));
        }
    }

    private List<String> texts(@Nullable Project project) throws LacunaException {
        if (!prompts.isEmpty()) {
            return prompts;
        }
        List<String> texts = project == null
                ? List.of()
                : new ProjectFiles(project).prompts().stream().map(Prompt::text).toList();
        if (texts.isEmpty()) {
            throw new LacunaException(
                    "There is nothing to continue: " + source + " names no prompts. Give one with --prompt.");
        }
        return texts;
    }

    private GenerationConfig config(@Nullable Project project) throws LacunaException {
        GenerationSettings base = project == null
                ? GenerationSettings.DEFAULT
                : project.manifest().generation();
        try {
            return new GenerationConfig(
                    maxNewTokens == null ? base.maxNewTokens() : maxNewTokens,
                    temperature == null ? base.temperature() : temperature,
                    topK == null ? base.topK() : topK,
                    topP == null ? base.topP() : topP,
                    common().seedOr(project == null ? 0 : project.manifest().seed()));
        } catch (IllegalArgumentException e) {
            throw new LacunaException("The generation settings make no sense: " + e.getMessage() + ".", e);
        }
    }

    private void print(Generation generation) {
        if (json) {
            console().print("%s", Json.line(new Line(generation.prompt(), generation.text())));
        } else {
            console().print("%s", generation.prompt() + generation.text() + System.lineSeparator());
        }
    }

    /** What {@code --json} prints. */
    record Line(String prompt, String text) {}
}
