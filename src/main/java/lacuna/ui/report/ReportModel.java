package lacuna.ui.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.report.Report;
import lacuna.report.TargetText;
import lacuna.ui.task.BackgroundJob;
import org.jspecify.annotations.Nullable;

/** State of the place Report. */
public final class ReportModel {

    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", false);
    private final ObservableList<ReportEntry> runs = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable ReportEntry> selected = new SimpleObjectProperty<>(this, "selected", null);
    private final ObjectProperty<TargetText> targetText =
            new SimpleObjectProperty<>(this, "targetText", TargetText.SHOWN);
    private final ObjectProperty<@Nullable Report> preview = new SimpleObjectProperty<>(this, "preview", null);
    private final StringProperty problem = new SimpleStringProperty(this, "problem", "");
    private final StringProperty reviewer = new SimpleStringProperty(this, "reviewer", "");
    private final StringProperty verdict = new SimpleStringProperty(this, "verdict", "");
    private final ObjectProperty<List<Path>> made = new SimpleObjectProperty<>(this, "made", List.of());
    private final ObjectProperty<@Nullable Unopened> unopened = new SimpleObjectProperty<>(this, "unopened", null);
    private final ObjectProperty<@Nullable BackgroundJob<?>> job = new SimpleObjectProperty<>(this, "job", null);

    ReportModel() {}

    /** Whether a project is open. */
    public BooleanProperty openProperty() {
        return open;
    }

    /** Finished ones, newest first. */
    ObservableList<ReportEntry> runs() {
        return runs;
    }

    /** The run that is previewed, reviewed and exported; null while there is none. */
    ObjectProperty<@Nullable ReportEntry> selectedProperty() {
        return selected;
    }

    public ObjectProperty<TargetText> targetTextProperty() {
        return targetText;
    }

    /** What the report would say; null while it is not known, or cannot be made. */
    public ObjectProperty<@Nullable Report> previewProperty() {
        return preview;
    }

    /** Why there can be no report of the selected run; empty if there can. */
    public StringProperty problemProperty() {
        return problem;
    }

    public StringProperty reviewerProperty() {
        return reviewer;
    }

    public StringProperty verdictProperty() {
        return verdict;
    }

    /** The pages written last. */
    public ObjectProperty<List<Path>> madeProperty() {
        return made;
    }

    /**
     * What was to be opened and was not.
     *
     * @param paths absolute
     * @param why as a sentence
     */
    public record Unopened(List<Path> paths, String why) {

        public Unopened {
            paths = List.copyOf(paths);
        }

        /** With one more; why is said once. */
        Unopened and(Path path) {
            List<Path> more = new ArrayList<>(paths);
            more.add(path);
            return new Unopened(more, why);
        }
    }

    /** Null where everything opened. */
    public ObjectProperty<@Nullable Unopened> unopenedProperty() {
        return unopened;
    }

    /** What is being written, or null. */
    public ObjectProperty<@Nullable BackgroundJob<?>> jobProperty() {
        return job;
    }

    /** Those of which a report is wanted: the ticked ones, or the selected one where none is ticked. */
    List<ReportEntry> wanted() {
        List<ReportEntry> ticked =
                runs.stream().filter(entry -> entry.chosenProperty().get()).toList();
        ReportEntry one = selected.get();
        return !ticked.isEmpty() ? ticked : one == null ? List.of() : List.of(one);
    }
}
