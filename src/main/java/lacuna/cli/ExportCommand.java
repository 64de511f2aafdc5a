package lacuna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelFiles;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.project.RunFolder;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes what a run made out of Lacuna: a PEFT adapter, or a model folder with the adapter merged into the weights. */
@Command(
        name = "export",
        description = "Write a trained adapter in PEFT's format, or the model with it merged in, for use elsewhere.",
        footer = {
            "",
            "Examples:",
            "  lacuna export sample-projects/ember-isles --adapter runs/first --merged exported/model",
            "  lacuna export sample-projects/ember-isles --adapter runs/first --peft exported/adapter"
        })
final class ExportCommand extends StageCommand {

    @Parameters(paramLabel = "PROJECT|MODEL", description = "Project folder, or model folder in Hugging Face layout.")
    private Path source = Path.of(".");

    @Option(
            names = "--adapter",
            required = true,
            paramLabel = "DIR",
            description = "PEFT adapter, or a run folder that holds one.")
    private Path adapter = Path.of(".");

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Wanted wanted = new Wanted();

    /** At least one of the two. */
    static final class Wanted {
        @Option(names = "--peft", paramLabel = "DIR", description = "Write the adapter here; Python's peft loads it.")
        private @Nullable Path peft;

        @Option(
                names = "--merged",
                paramLabel = "DIR",
                description = "Write the merged model here; transformers loads it.")
        private @Nullable Path merged;
    }

    ExportCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        boolean isProject = Files.exists(source.resolve(ProjectManifest.FILE));
        Path modelFolder = isProject ? Project.read(source).model() : source;
        Path from = RunFolder.adapterIn(adapter);
        try (Torch torch = common().start();
                LanguageModel model = LanguageModel.open(modelFolder, torch);
                LoraAdapter lora = LoraAdapter.read(from, model)) {
            if (wanted.peft != null) {
                requireOther(wanted.peft, from, "adapter");
                lora.write(wanted.peft);
                copyCard(from, wanted.peft);
                console().print("Adapter: %s", wanted.peft.toAbsolutePath());
            }
            if (wanted.merged != null) {
                requireOther(wanted.merged, modelFolder, "model");
                ModelFiles.saveMerged(model, lora, wanted.merged);
                console().print("Merged model: %s", wanted.merged.toAbsolutePath());
            }
        }
    }

    private static void requireOther(Path to, Path from, String what) throws LacunaException {
        if (to.toAbsolutePath().normalize().equals(from.toAbsolutePath().normalize())) {
            throw new LacunaException(
                    to + " is where the " + what + " comes from; it would be overwritten. Name another folder.");
        }
    }

    private static void copyCard(Path from, Path to) throws LacunaException {
        Path card = from.resolve("README.md");
        if (Files.exists(card)) {
            try {
                Files.copy(card, to.resolve("README.md"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new LacunaException("Cannot write " + to.resolve("README.md") + ": " + e.getMessage() + ".", e);
            }
        }
    }
}
