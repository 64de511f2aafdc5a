package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import lacuna.features.Passage;
import lacuna.model.HookPoint;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.widget.CopyText;
import lacuna.ui.widget.TokenHeatmap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The evidence for one feature, kind by kind. */
class DetailFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    @Test
    void readsStrongestSamplesNearMissesAndNeighbours() throws Exception {
        FeaturesWindow window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        fx.await("logits", () -> fx.isShown("#logits"));
        fx.run(() -> window.table().getSelectionModel().clearAndSelect(5));
        FeatureRow row =
                fx.call(() -> window.controller.model().selectedProperty().get());
        window.pictures("detail-strongest");
        LogitSpread spread = fx.find("#logit-spread");
        assertThat(fx.call(() -> spread.tipAt(spread.getWidth()))).endsWith("to 2.35: 1 token");
        assertThat(fx.call(() -> spread.tipAt(0))).startsWith("\u2212");

        fx.click("#evidence-samples");
        ListView<Passage> target = fx.find("#passages-target");
        assertThat(target.getItems()).hasSize(8);
        assertThat(target.getItems()).extracting(Passage::max).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        window.pictures("detail-samples");

        fx.click("#evidence-near-misses");
        assertThat(target.getItems())
                .isEqualTo(fx.call(() ->
                                window.controller.model().evidenceProperty().get())
                        .target()
                        .nearMisses());
        window.pictures("detail-near-misses");

        context();
        copies();

        fx.click("#evidence-neighbours");
        fx.await("the nearest", () -> fx.isShown(".neighbour-link"));
        window.pictures("detail-neighbours");
        FeatureKey nearest = new FeatureKey(row.hook(), (row.feature() + 11) % 300);
        fx.run(() -> window.controller.model().filterProperty().set(RowFilter.NONE.withMarks(MarkFilter.SUPPRESS)));
        Hyperlink link = fx.find(".neighbour-link");
        assertThat(link.getText()).startsWith(nearest.hook() + " " + nearest.feature());
        fx.click(link);
        assertThat(fx.call(() -> window.controller.model().selectedProperty().get())
                        .key())
                .isEqualTo(nearest);
        assertThat(fx.<CopyText>find("#provenance").whole()).contains("unit-decoder units");
    }

    @Test
    void looksForTheFeatureInAnotherSae() throws Exception {
        FeaturesWindow window = FeaturesWindow.open(fx, new InlineJobs());
        fx.click("Compute statistics");
        fx.click("#evidence-neighbours");
        fx.await("the nearest", () -> fx.isShown(".neighbour-link"));
        assertThat(fx.isShown("#other-change")).isFalse();
        window.dialogs.answer(Path.of("saes/layer-2-16k"));
        fx.run(fx.<Hyperlink>find("#other-choose")::fire);
        assertThat(window.dialogs.asked().get(0)).contains("resid_post.");
        fx.await("it is found", () -> fx.isShown("Nearest in layer-2-16k (16,384)"));
        assertThat(fx.isShown("9217  dragon, fire, lair")).isTrue();
        assertThat(fx.isShown("0.88")).isTrue();
        window.pictures("detail-other-sae");

        HookPoint chosenFor = window.port.others.keySet().iterator().next();
        HookPoint another = SyntheticFeatures.HOOKS.stream()
                .filter(hook -> !hook.equals(chosenFor))
                .findFirst()
                .orElseThrow();
        fx.run(() -> window.controller.reveal(new FeatureKey(another, 9)));
        fx.await("none is chosen for that dictionary", () -> fx.isShown("#other-choose"));
        fx.run(() -> window.controller.reveal(new FeatureKey(chosenFor, 9)));
        fx.await("it is found again", () -> fx.isShown("#other-change"));
        fx.run(fx.<Hyperlink>find("#other-remove")::fire);
        assertThat(window.port.others).isEmpty();
        fx.await("it is no longer looked for", () -> fx.isShown("#other-choose"));
    }

    private void context() {
        fx.click("#evidence-strongest".replace("strongest", "top"));
        int before = shownTokens();
        Slider context = fx.find("#evidence-context");
        fx.run(() -> context.setValue(4));
        assertThat(shownTokens()).isLessThan(before);
        fx.run(() -> context.setValue(20));
        assertThat(shownTokens()).isEqualTo(before);
    }

    private int shownTokens() {
        fx.settle();
        return fx.<TokenHeatmap>find(".token-heatmap").text().length();
    }

    private void copies() {
        TokenHeatmap first = fx.find(".token-heatmap");
        fx.run(first::requestFocus);
        fx.press(KeyCode.RIGHT);
        assertThat(fx.call(() -> first.currentProperty().get())).isNotNull();
        fx.press(KeyCode.CONTROL, KeyCode.C);
        assertThat(List.of(fx.call(() -> Clipboard.getSystemClipboard().getString())))
                .containsExactly(first.text());
    }
}
