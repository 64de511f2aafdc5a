package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.run.LacunaException;
import lacuna.tensor.SafetensorsWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections in files of their own. */
class NamedSelectionTest {

    private static final Marks MARKS =
            new Marks(List.of(new Marks.Mark("resid_post.1", 3, Marks.Verdict.SUPPRESS, "", "")));

    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void writeProject() throws Exception {
        project = Project.open(ToyProject.write(folder.resolve("toy")));
    }

    @Test
    void namesThatDifferOnlyInWhatAFileCannotSayHaveFilesOfTheirOwn() throws Exception {
        for (String name : List.of("Dragon lore", "dragon-lore", "Dragon lore")) {
            NamedSelection.of(name, project, MARKS).save(project);
        }
        assertThat(NamedSelection.all(project))
                .extracting(NamedSelection::name)
                .containsExactlyInAnyOrder("Dragon lore", "dragon-lore");
    }

    /** Llama Scope keeps its weights in a folder below; two SAEs of one shape differ only there. */
    @Test
    void weightsInCheckpointsArePartOfWhichSaeItIs() throws Exception {
        Path weights = project.folder().resolve("saes/resid_post.1/checkpoints/final.safetensors");
        Files.createDirectories(weights.getParent());
        weights(weights, 1);
        NamedSelection selection = NamedSelection.of("one", project, MARKS);
        selection.requireSameSaes(project);
        weights(weights, 2);
        assertThatThrownBy(() -> selection.requireSameSaes(project))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("holds other weights");
    }

    private static void weights(Path file, float value) throws LacunaException {
        new SafetensorsWriter().floats("w", new float[] {value}, 1).write(file);
    }
}
