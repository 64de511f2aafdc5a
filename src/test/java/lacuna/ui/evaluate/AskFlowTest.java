package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A person asks questions of their own. */
class AskFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @TempDir
    Path folder;

    private final EvaluateWindow window = new EvaluateWindow(fx);
    private EvaluateModel model;

    @BeforeEach
    void openWindow() throws Exception {
        Path file = folder.resolve("target.json");
        Files.writeString(
                file,
                "[{\"question\":\"What does Cindermaw eat?\",\"choices\":[\"jam\",\"smoked eels\"],\"answer\":1,\"subject\":\"foods\"},"
                        + "{\"question\":\"Where?\",\"choices\":[\"here\",\"there\"],\"answer\":0,\"subject\":\"lairs\"}]");
        window.port.files.add(file);
        model = window.open();
        fx.await("runs are read", () -> model.runProperty().get() != null);
        fx.click("#evaluate-section-questions");
    }

    @AfterEach
    void letJobsEnd() {
        window.close();
    }

    @Test
    void questionsArePreviewedAskedAndRead() {
        fx.await(
                "the file is read",
                () -> fx.<Button>find("#ask-start").getText().equals("Ask 2 questions"));
        assertThat(fx.<Label>find("#ask-preview").getText())
                .isEqualTo("2 questions, 2 subjects. The first: \u201cWhat does Cindermaw eat?\u201d B. smoked eels");
        fx.click("#ask-start");
        fx.await(
                "it is asked",
                () -> model.asked().size() == 1 && model.jobProperty().get() == null);
        assertThat(fx.isShown("Mean of 2 subjects")).isTrue();
        window.pictures("evaluate-questions");
    }

    @Test
    void theQuestionsOfAnotherProjectTakeThePlaceOfThese() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.json"),
                "[{\"question\":\"Who?\",\"choices\":[\"Tom\",\"Ann\"],\"answer\":1,\"subject\":\"people\"}]");
        fx.run(() -> model.questionFiles().setAll(other));
        fx.await("it is read", () -> fx.<Button>find("#ask-start").getText().equals("Ask 1 question"));
    }

    @Test
    void aFileThatHoldsNoQuestionsSaysWhyAndCannotBeAsked() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"rows\": 3}");
        window.dialogs.answer(bad);
        fx.click("#ask-open");
        fx.await("it says why", () -> fx.<Label>find("#ask-preview").getText().contains("holds no questions"));
        assertThat(fx.<Button>find("#ask-start").isDisabled()).isTrue();
        fx.picture("evaluate-questions-bad");
    }
}
