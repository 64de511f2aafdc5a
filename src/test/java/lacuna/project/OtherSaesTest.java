package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherSaesTest {

    private static final HookPoint HOOK = HookPoint.residPost(1);

    @TempDir
    Path folder;

    @Test
    void isKeptWithTheProjectUntilForgotten() throws Exception {
        Project project = Project.open(ToyProject.write(folder.resolve("toy")));
        Path wide = folder.resolve("wide");
        ToyProject.widerSae(project.resolve("saes/resid_post.1"), wide, 1);
        assertThat(OtherSaes.read(project).at(project, HOOK)).isEmpty();
        OtherSaes.read(project).with(HOOK, wide).write(project);
        assertThat(OtherSaes.read(project).at(project, HOOK)).contains(wide.toAbsolutePath());
        assertThat(OtherSaes.read(project).at(project, HookPoint.residPost(2))).isEmpty();
        OtherSaes.read(project).without(HOOK).write(project);
        assertThat(OtherSaes.read(project)).isEqualTo(new OtherSaes(Map.of()));
    }

    @Test
    void takesNoneOfAnotherPlaceAndNothingThatIsNone() throws Exception {
        Project project = Project.open(ToyProject.write(folder.resolve("toy")));
        OtherSaes none = OtherSaes.read(project);
        assertThatThrownBy(() -> none.with(HOOK, project.resolve("saes/resid_post.2")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("reads at resid_post.2")
                .hasMessageContaining("the feature shown at resid_post.1");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> none.with(HOOK, empty)).isInstanceOf(LacunaException.class);
    }
}
