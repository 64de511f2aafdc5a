package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.util.Duration;
import lacuna.cli.CommandRun;
import lacuna.model.HookPoint;
import lacuna.project.Project;
import lacuna.project.SavedStatistics;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import lacuna.ui.FakeDialogs;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the window shows of a feature is what {@code lacuna analyze --json} prints. */
class NumbersAgreeTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1900, 700);

    @TempDir
    Path folder;

    @Test
    void theCellsOfChosenFeaturesSayWhatAnalyzePrints() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        CommandRun analyze = CommandRun.of("analyze", toy.toString(), "--json");
        assertThat(analyze.exitCode()).as(analyze.err()).isZero();
        JsonNode listing = Json.parseTree(analyze.out(), "analyze");
        FeatureTable table = FeatureTable.of(
                SavedStatistics.of(Project.read(toy)).orElseThrow(), new Provenance("toy", Map.of(), "t", "b"));
        fx.show(themes -> {
            FeaturesController controller = new FeaturesController(
                    new InlineJobs(), themes, new FakeDialogs(), fx.preferences(), Duration.ZERO);
            controller.open(new FakePort(table, id -> "t" + id), Map.of());
            Parent view = (Parent) controller.view();
            controller.show(table);
            return view;
        });
        TableView<FeatureRow> shown = fx.find("#feature-table");
        fx.run(() -> shown.getColumns().forEach(column -> column.setVisible(true)));
        assertThat(listing.get("features")).hasSizeGreaterThanOrEqualTo(3);
        for (JsonNode feature : listing.get("features")) {
            HookPoint hook = HookPoint.parse(feature.get("layer").asText());
            FeatureKey key = new FeatureKey(hook, feature.get("feature").asInt());
            FeatureRow row = table.row(table.lineOf(key));
            long targetTokens = listing.get("targetTokens").asLong();
            double whenOn = feature.get("targetMean").asDouble()
                    * targetTokens
                    / feature.get("targetCount").asDouble();
            assertThat(row.target().count())
                    .isEqualTo(feature.get("targetCount").asLong());
            assertThat(row.benign().count())
                    .isEqualTo(feature.get("benignCount").asLong());
            assertThat(row.target().rate()).isEqualTo(feature.get("targetRate").asDouble());
            assertThat(row.benign().rate()).isEqualTo(feature.get("benignRate").asDouble());
            assertThat(row.target().max()).isEqualTo(feature.get("targetMax").asDouble());
            List<String> cells = cells(shown, key);
            assertThat(cells)
                    .contains(
                            Numbers.percent(feature.get("targetRate").asDouble()),
                            Numbers.percent(feature.get("benignRate").asDouble()),
                            Numbers.count(feature.get("targetCount").asLong()),
                            Numbers.count(feature.get("benignCount").asLong()),
                            Numbers.activation(feature.get("targetMax").asDouble()),
                            Numbers.activation(whenOn));
        }
    }

    /** The texts in the line of a feature, as they stand on the screen. */
    private List<String> cells(TableView<FeatureRow> table, FeatureKey key) {
        fx.run(() -> {
            int index = ((ShownRows) table.getItems()).indexOf(key);
            table.getSelectionModel().clearAndSelect(index);
            table.scrollTo(index);
        });
        fx.settle();
        return fx.call(() -> {
            table.applyCss();
            table.layout();
            for (Node node : table.lookupAll(".table-row-cell")) {
                if (node instanceof TableRow<?> line
                        && line.getItem() instanceof FeatureRow row
                        && row.key().equals(key)) {
                    return line.lookupAll(".table-cell").stream()
                            .map(cell -> ((Labeled) cell).getText())
                            .toList();
                }
            }
            throw new AssertionError(key + " is not in sight");
        });
    }
}
