package lacuna.ui.session;

import java.util.List;
import java.util.Optional;
import lacuna.evaluation.Prompt;
import lacuna.evaluation.Question;
import lacuna.features.FeatureStatistics;
import lacuna.model.GenerationConfig;
import lacuna.project.Marks;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.unlearning.UnlearnConfig;

/**
 * A project that has been read and checked; its weights are loaded when they are first needed.
 *
 * @param facts what can be said about it without the engine
 * @param pieces the text of every token, by its id
 * @param targetQuestions about what is to be forgotten; empty if the project names none
 * @param benignQuestions about what is to stay; empty if the project names none
 * @param generalQuestions about everything else; empty if the project names none
 * @param prompts to continue before and after; empty if the project names none
 * @param unlearning its training settings
 * @param generation its generation settings
 * @param marks as they were on disk when it was opened
 * @param statistics those on disk that still hold; empty if there are none
 */
public record OpenProject(
        Project project,
        ProjectFacts facts,
        List<String> pieces,
        List<Question> targetQuestions,
        List<Question> benignQuestions,
        List<Question> generalQuestions,
        List<Prompt> prompts,
        UnlearnConfig unlearning,
        GenerationConfig generation,
        Marks marks,
        Optional<FeatureStatistics> statistics) {

    public ProjectManifest manifest() {
        return project.manifest();
    }

    /** The text of a token; ids beyond the tokenizer's (an embedding table may be larger) show as numbers. */
    public String piece(int tokenId) {
        return tokenId >= 0 && tokenId < pieces.size() ? pieces.get(tokenId) : "\u2423" + tokenId;
    }
}
