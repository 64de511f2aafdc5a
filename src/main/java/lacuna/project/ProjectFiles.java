package lacuna.project;

import java.util.List;
import java.util.Optional;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Prompt;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** The questions and prompts that a project names. */
public final class ProjectFiles {

    private final Project project;

    public ProjectFiles(Project project) {
        this.project = project;
    }

    public Optional<QuestionSet> targetQuestions() throws LacunaException {
        ProjectManifest.Questions questions = project.manifest().questions();
        return questions == null ? Optional.empty() : read(questions.target());
    }

    public Optional<QuestionSet> benignQuestions() throws LacunaException {
        ProjectManifest.Questions questions = project.manifest().questions();
        return questions == null ? Optional.empty() : read(questions.benign());
    }

    public Optional<QuestionSet> generalQuestions() throws LacunaException {
        ProjectManifest.Questions questions = project.manifest().questions();
        GeneralSet general = questions == null ? null : questions.general();
        return general == null ? Optional.empty() : read(general.path());
    }

    private Optional<QuestionSet> read(@Nullable String path) throws LacunaException {
        return path == null ? Optional.empty() : Optional.of(QuestionSet.read(project.resolve(path)));
    }

    /** How the general questions are asked; as the others where the project does not say otherwise, or has none. */
    MultipleChoiceConfig generalConfig() throws LacunaException {
        ProjectManifest.Questions questions = project.manifest().questions();
        GeneralSet general = questions == null ? null : questions.general();
        return general == null || !general.protocol().isByLetter()
                ? questionConfig()
                : MultipleChoiceConfig.of(general.protocol());
    }

    /** How target and benign questions are asked. */
    public MultipleChoiceConfig questionConfig() throws LacunaException {
        ProjectManifest.Questions questions = project.manifest().questions();
        String template = questions == null ? null : questions.template();
        try {
            return template == null
                    ? MultipleChoiceConfig.defaults()
                    : MultipleChoiceConfig.defaults().withTemplate(template);
        } catch (IllegalArgumentException e) {
            throw new LacunaException("In " + project.file() + ", \"questions\": " + e.getMessage()
                    + ". Write the template like \"" + MultipleChoiceConfig.DEFAULT_TEMPLATE.replace("\n", "\\n")
                    + "\".");
        }
    }

    /** The prompts to continue, empty if the project names none. */
    public List<Prompt> prompts() throws LacunaException {
        String path = project.manifest().prompts();
        if (path == null) {
            return List.of();
        }
        return Prompt.read(project.resolve(path));
    }
}
