package lacuna.ui.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person measures features, texts and what is inside, and reads what came of it. */
class MeasuresFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private final EvaluateWindow window = new EvaluateWindow(fx);
    private EvaluateModel model;

    @BeforeEach
    void openWindow() {
        model = window.open();
        fx.await("runs are read", () -> model.runProperty().get() != null);
    }

    @AfterEach
    void letJobsEnd() {
        window.close();
    }

    private void measure(Section section) {
        fx.await("it is read", () -> !section.isIn(model.measuredProperty().get()));
        fx.click("Measure it now");
        fx.await(
                "it is measured",
                () -> section.isIn(model.measuredProperty().get())
                        && model.jobProperty().get() == null);
    }

    @Test
    void featuresAreMeasuredCancelledAndRead() {
        fx.click("#evaluate-section-features");
        assertThat(fx.isShown("This has not been measured yet")).isTrue();
        window.port.batches.drainPermits();
        fx.click("#evaluate-start");
        fx.await("it measures", () -> fx.isShown("Measuring") && fx.isShown("#evaluate-cancel"));
        fx.picture("evaluate-features-running");
        fx.run(() -> fx.<Button>find("#evaluate-cancel").fire());
        window.port.batches.release(1000);
        fx.await("it stopped", () -> model.jobProperty().get() == null);
        assertThat(model.measuredProperty().get().features()).isNull();

        measure(Section.FEATURES);
        assertThat(fx.<Label>find("#features-sentence").getText())
                .startsWith("Of 24 features 23 are on at less than half as many target tokens");
        TableView<FeatureEffect> table = fx.find("#features-table");
        assertThat(table.getItems()).hasSize(24);
        fx.run(() -> table.getSelectionModel().select(3));
        window.pictures("evaluate-features");
        fx.click("#features-fallen");
        assertThat(table.getItems()).extracting(FeatureEffect::feature).containsExactly(900);
        assertThat(fx.<Button>find("#evaluate-start").getText()).isEqualTo("Measure again");
    }

    @Test
    void textsAreMeasuredAndProxiesAreCalledProxies() {
        fx.click("#evaluate-section-texts");
        measure(Section.TEXTS);
        assertThat(fx.isShown("What the model writes, by counting: proxies")).isTrue();
        assertThat(fx.isShown("All, fluency, by stand-in")).isTrue();
        assertThat(fx.isShown("Keywords: 40 words of keywords.txt.")).isTrue();
        window.pictures("evaluate-texts");
    }

    @Test
    void whatIsInsideIsReadBlockByBlock() {
        fx.click("#evaluate-section-inside");
        measure(Section.INSIDE);
        assertThat(fx.isShown("#inside-lens")).isTrue();
        assertThat(fx.isShown("#inside-probe")).isTrue();
        assertThat(fx.isShown("#inside-answers")).isTrue();
        assertThat(fx.isShown("resid_post.5")).isTrue();
        window.pictures("evaluate-inside");
    }
}
