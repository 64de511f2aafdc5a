package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.report.Review;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReviewTest {

    @TempDir
    Path folder;

    @Test
    void aVerdictLiesInTheFolderOfItsRun() throws Exception {
        RunFolder run = RunFolder.at(folder);
        assertThat(RunReport.review(run)).isEqualTo(Review.NONE);
        Review review = new Review("R. Viewer", "Shallow.", "2026-11-24");
        RunReport.keep(run, review);
        assertThat(RunReport.review(run)).isEqualTo(review);
        assertThat(folder.resolve("review.json")).exists();
    }

    @Test
    void aRunWithoutAdapterSaysWhyNothingIsExported() throws Exception {
        RunExport export = new RunExport(RunFolder.at(folder));
        assertThat(export.obstacle()).hasValueSatisfying(why -> assertThat(why).startsWith("This run has no adapter"));
        Files.createDirectories(folder.resolve("adapter"));
        Files.writeString(folder.resolve("adapter/adapter_config.json"), "{}");
        assertThat(export.obstacle()).isEmpty();
    }
}
