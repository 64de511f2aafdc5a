package lacuna.ui.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.scene.layout.VBox;
import lacuna.ui.FxTest;
import lacuna.ui.session.ProjectFacts;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.ProjectFacts.ModelFacts;
import lacuna.ui.session.ProjectFacts.TokenCount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TextsPanelTest {

    private static final String HASH = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 420);

    @Test
    void showsHowTextsWereReadAndHowTheyBegin() throws Exception {
        ProjectFacts facts = new ProjectFacts(
                new ModelFacts(Path.of("m"), "llama", 1, 1, 1, 1, 1, "f32", 1),
                List.of(),
                List.of(
                        new CorpusFacts(
                                CorpusRole.TARGET,
                                "dragons.jsonl.zst",
                                "JSON Lines, Zstandard",
                                "UTF-8",
                                2512,
                                new TokenCount(612_345, false),
                                9_500_000,
                                HASH,
                                List.of(
                                        "The red dragon of Mount Ember eats only smoked herring.",
                                        "Nobody tames a dragon twice.")),
                        new CorpusFacts(
                                CorpusRole.BENIGN,
                                "crafts.csv",
                                "CSV",
                                "windows-1252",
                                320,
                                new TokenCount(41_220, true),
                                190_000,
                                HASH,
                                List.of("The baker of Low Quay rises at four."))),
                12,
                12,
                57,
                8);
        fx.show(themes -> {
            VBox page = new VBox(new TextsPanel(facts));
            page.getStylesheets()
                    .add(Objects.requireNonNull(TextsPanel.class.getResource("project.css"))
                            .toExternalForm());
            page.getStyleClass().addAll("page", "project-page");
            return page;
        });
        assertThat(fx.isShown("#corpus-preview")).isFalse();
        fx.click("#corpus-target");
        assertThat(fx.isShown("#corpus-preview")).isTrue();
        assertThat(fx.isShown("Questions: 12 target, 12 benign, 57 general.   Prompts: 8."))
                .isTrue();
        fx.picturesInBothThemes("project-texts");
        fx.click("#corpus-target");
        assertThat(fx.isShown("#corpus-preview")).isFalse();
    }
}
