package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.Flip;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.report.Report;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** What both models answered of a project's own questions, for a report: with their texts where the project still has those questions. */
final class OwnQuestions {

    private final RunSettings settings;

    OwnQuestions(RunSettings settings) {
        this.settings = settings;
    }

    /**
     * The sets that were asked: target, benign, general.
     *
     * @throws LacunaException if one was asked otherwise before unlearning than after it, as earlier versions let happen
     */
    List<Report.Questions> of(Evaluation.Pair pair, String method) throws LacunaException {
        Evaluation before = pair.before();
        Evaluation after = pair.after();
        List<Report.Questions> sets = new ArrayList<>();
        add(sets, "target", before.target(), after.target(), method, ProjectFiles::targetQuestions);
        add(sets, "benign", before.benign(), after.benign(), method, ProjectFiles::benignQuestions);
        add(sets, "general", before.general(), after.general(), method, ProjectFiles::generalQuestions);
        return sets;
    }

    /** One of the sets that a project names. */
    @FunctionalInterface
    private interface Named {
        Optional<QuestionSet> in(ProjectFiles files) throws LacunaException;
    }

    private void add(
            List<Report.Questions> sets,
            String kind,
            @Nullable MultipleChoiceResult before,
            @Nullable MultipleChoiceResult after,
            String method,
            Named named)
            throws LacunaException {
        if (before != null && after != null) {
            if (!before.isComparableWith(after)) {
                throw new LacunaException(
                        "The " + kind + " questions were asked otherwise before unlearning than after it."
                                + " Evaluate the run again: 'lacuna evaluate PROJECT --run RUN --parts questions'.");
            }
            sets.add(new Report.Questions(
                    kind,
                    AccuracyTable.of(before).row(method, after).build(),
                    Flip.of(before, after, texts(before, named))));
        }
    }

    /** None where the project is gone, cannot be read, or has other questions by now: then flips are told by number and letter. */
    private List<Question> texts(MultipleChoiceResult asked, Named named) {
        Path folder = Path.of(settings.folder());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            return named.in(new ProjectFiles(Project.read(folder)))
                    .filter(set -> set.sha256().equals(asked.sha256()))
                    .map(QuestionSet::questions)
                    .orElse(List.of());
        } catch (LacunaException e) {
            return List.of();
        }
    }
}
