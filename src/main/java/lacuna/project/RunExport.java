package lacuna.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.ModelFiles;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Takes what a run made out of Lacuna, into a new folder. */
public final class RunExport {

    private static final String CARD = "README.md";

    private final RunFolder run;

    public RunExport(RunFolder run) {
        this.run = run;
    }

    /** Why there is nothing to export, as a sentence; empty if there is. */
    public Optional<String> obstacle() {
        return Files.isRegularFile(run.adapter().resolve("adapter_config.json"))
                ? Optional.empty()
                : Optional.of(
                        "This run has no adapter: its method changes activations while the model runs and leaves the weights"
                                + " as they are, so that there is nothing to export.");
    }

    /** The adapter as Python's peft loads it. */
    public void adapter(LanguageModel model, Path to, Progress progress) throws LacunaException {
        requireEmpty(to);
        progress.report("Writing the adapter", 0, 0);
        try (LoraAdapter adapter = LoraAdapter.read(run.adapter(), model)) {
            adapter.write(to);
        }
        Path card = run.adapter().resolve(CARD);
        try {
            if (Files.exists(card)) {
                Files.copy(card, to.resolve(CARD), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new LacunaException("Cannot write " + to.resolve(CARD) + ": " + e.getMessage() + ".", e);
        }
    }

    /** The model with the adapter folded in, as transformers loads it. */
    public void merged(LanguageModel model, Path to, Progress progress) throws LacunaException {
        requireEmpty(to);
        progress.report("Merging the adapter into the weights", 0, 0);
        try (LoraAdapter adapter = LoraAdapter.read(run.adapter(), model)) {
            ModelFiles.saveMerged(model, adapter, to);
        }
    }

    private void requireEmpty(Path to) throws LacunaException {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new LacunaException(obstacle.get());
        }
        if (!Files.exists(to)) {
            return;
        }
        try (Stream<Path> entries = Files.list(to)) {
            if (entries.findAny().isPresent()) {
                throw new LacunaException(to + " is not empty; nothing is written over. Choose another folder.");
            }
        } catch (IOException e) {
            throw new LacunaException("Cannot look into " + to + ": " + e.getMessage() + ". Choose another folder.", e);
        }
    }
}
