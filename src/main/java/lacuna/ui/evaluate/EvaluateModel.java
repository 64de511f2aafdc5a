package lacuna.ui.evaluate;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.persistence.Persistence;
import lacuna.project.Asked;
import lacuna.project.ComparableRuns;
import lacuna.project.Evaluation;
import lacuna.project.RunFindings;
import lacuna.ui.session.RunChoice;
import lacuna.ui.task.BackgroundJob;
import org.jspecify.annotations.Nullable;

/** State of the place Evaluate. */
public final class EvaluateModel {

    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ObservableList<RunChoice> runs = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable RunChoice> run = new SimpleObjectProperty<>(this, "run", null);
    private final ObjectProperty<Evaluation.@Nullable Pair> result = new SimpleObjectProperty<>(this, "result", null);
    private final ObjectProperty<List<QuestionRow>> questions =
            new SimpleObjectProperty<>(this, "questions", List.of());
    private final ObjectProperty<@Nullable BackgroundJob<?>> job = new SimpleObjectProperty<>(this, "job", null);
    private final ObjectProperty<Section> section = new SimpleObjectProperty<>(this, "section", Section.OVERVIEW);
    private final ObjectProperty<@Nullable ComparableRuns> comparison =
            new SimpleObjectProperty<>(this, "comparison", null);
    private final ObservableList<Persistence> persistence = FXCollections.observableArrayList();
    private final ObservableList<Asked> asked = FXCollections.observableArrayList();
    private final ObservableList<Path> questionFiles = FXCollections.observableArrayList();
    private final ObjectProperty<RunFindings> measured =
            new SimpleObjectProperty<>(this, "measured", RunFindings.NOTHING);
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");

    EvaluateModel() {}

    /** Whether a project is open. */
    public BooleanProperty openProperty() {
        return open;
    }

    /** Newest first. */
    public ObservableList<RunChoice> runs() {
        return runs;
    }

    /** The run that is looked at; null while there is none. */
    public ObjectProperty<@Nullable RunChoice> runProperty() {
        return run;
    }

    /** What is known of it; null while it has not been measured. */
    public ObjectProperty<Evaluation.@Nullable Pair> resultProperty() {
        return result;
    }

    /** Every question with both answers, target first. */
    ObjectProperty<List<QuestionRow>> questionsProperty() {
        return questions;
    }

    /** The measurement under way, or null. */
    public ObjectProperty<@Nullable BackgroundJob<?>> jobProperty() {
        return job;
    }

    /** Why the last measurement failed; empty if it did not. */
    public StringProperty problemProperty() {
        return problem;
    }

    /** What is in front. */
    public ObjectProperty<Section> sectionProperty() {
        return section;
    }

    /** All measured runs; null until they have been read. */
    public ObjectProperty<@Nullable ComparableRuns> comparisonProperty() {
        return comparison;
    }

    /** The checks of persistence of the chosen run. */
    public ObservableList<Persistence> persistence() {
        return persistence;
    }

    /** Question sets asked of the chosen run, the last first. */
    public ObservableList<Asked> asked() {
        return asked;
    }

    /** Features, texts and inside of the chosen run, as far as they were measured; read when such a part comes to the front. */
    public ObjectProperty<RunFindings> measuredProperty() {
        return measured;
    }

    /** Files that may be asked: the project's own, then those the user opened. */
    ObservableList<Path> questionFiles() {
        return questionFiles;
    }
}
