package lacuna.ui.compare;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lacuna.evaluation.Prompt;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.RunChoice;

/** What the place Compare needs of the open project. */
public interface ComparePort {

    /** The project's prompts. On the JavaFX thread. */
    List<Prompt> prompts();

    /** How the project generates unless told otherwise. On the JavaFX thread. */
    GenerationConfig settings();

    /** Runs with an adapter, newest first. Reads files only, beside the compute thread. */
    List<RunChoice> runs(Progress progress) throws LacunaException;

    /**
     * Continues a prompt. On the compute thread.
     *
     * @param run whose adapter is used; empty for the model as it was
     * @param soFar hears the whole continuation as it grows
     * @throws lacuna.run.Cancelled after the current token
     */
    Generation generate(
            Optional<String> run, String prompt, GenerationConfig config, Progress progress, Consumer<String> soFar)
            throws LacunaException;
}
