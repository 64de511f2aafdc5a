package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;
import lacuna.ui.FxTest;
import lacuna.ui.task.InlineJobs;
import lacuna.ui.theme.Theme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Marks, labels, notes and tags, second thoughts, named selections and exports. */
class JudgementFlowTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(1280, 800);

    private FeaturesWindow window;
    private JudgePort port;
    private FeatureNotes notes;

    @BeforeEach
    void open() throws Exception {
        window = FeaturesWindow.open(fx, new InlineJobs());
        port = new JudgePort(window.port);
        fx.run(() -> {
            window.controller.open(port, Map.of());
            window.controller.show(window.port.table);
        });
        notes = window.controller.model().notes();
        fx.find("#feature-table");
    }

    private FeatureKey selected() {
        return fx.call(() -> window.controller.model().selectedProperty().get().key());
    }

    @Test
    void labelsOfOthersShowTheirSourceAndOnesOwnWins() {
        FeatureKey best = port.best();
        assertThat(selected()).isEqualTo(best);
        assertThat(fx.call(() -> notes.shownLabel(best))).isEqualTo("mentions of fire and burning");
        assertThat(fx.isShown("ember-isles/" + best.hook().layer()
                        + "-sample-res-1k \u00b7 np_max-act-logits \u00b7 gpt-4o-mini"))
                .isTrue();

        fx.run(() -> window.table().requestFocus());
        fx.press(KeyCode.L);
        fx.type("fire\n");
        fx.run(() -> window.table().requestFocus());
        fx.press(KeyCode.T);
        fx.type("dragons topic\n");
        FeatureNote said = fx.call(() -> notes.of(best));
        assertThat(said.label()).isEqualTo("fire");
        assertThat(said.tags()).containsExactly("dragons", "topic");
        assertThat(fx.call(() -> notes.shownLabel(best))).isEqualTo("fire");
        fx.click("#more-labels");
        window.pictures("judgement-labels");
    }

    @Test
    void keysMarkAndUndoTakesBackWholeSteps() {
        FeatureKey first = selected();
        fx.click("#feature-table");
        fx.run(() -> window.table().getSelectionModel().selectRange(0, 12));
        fx.press(KeyCode.S);
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(12);
        fx.press(KeyCode.CONTROL, KeyCode.Z);
        assertThat(fx.call(notes::suppressedCount)).isZero();
        fx.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(12);
        fx.run(() -> window.table().getSelectionModel().clearAndSelect(0));
        fx.press(KeyCode.K);
        assertThat(fx.call(() -> notes.mark(first))).isEqualTo(Mark.KEEP);
        fx.press(KeyCode.J);
        assertThat(selected()).isNotEqualTo(first);
        fx.press(KeyCode.U);
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(10);
        fx.press(KeyCode.SHIFT, KeyCode.SLASH);
        assertThat(fx.isShown("#keys")).isTrue();
        popup("judgement-keys");
    }

    @Test
    void reviewNamesSiblingsAndOneClickMarksThemAlike() {
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        fx.await("second thoughts", () -> fx.<Button>find("#review").getText().contains("\u00b7"));
        int before = fx.call(notes::suppressedCount);
        fx.click("#review");
        fx.await("stability", () -> fx.isShown("Stability of the ranking"));
        popup("judgement-review");
        fx.click("#mark-all-alike");
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(before + 3);
        fx.press(KeyCode.ESCAPE);
        fx.run(() -> window.controller.marking().undo());
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(before);
        fx.run(() -> window.controller.listByPosition());
        assertThat(fx.<Label>find("#match-count").getText()).contains(" of ");
        window.pictures("judgement-position");
    }

    @Test
    void selectionsAreSavedComparedAndLoaded() {
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 10)));
        int ten = fx.call(notes::suppressedCount);
        fx.click("#selections");
        fx.click("#selection-name");
        fx.type("ten a layer");
        fx.click("#selection-save");
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 20)));
        fx.click("#selections");
        if (!fx.isShown("#selection-name")) {
            fx.click("#selections");
        }
        assertThat(fx.call(() -> window.controller
                        .model()
                        .selectionsProperty()
                        .get()
                        .get(0)
                        .compared(notes.all())))
                .startsWith(ten + " suppressed \u00b7 " + ten + " in both, 0 only here");
        popup("judgement-selections");
        fx.click("Load");
        assertThat(fx.call(notes::suppressedCount)).isEqualTo(ten);
        window.dialogs.answer(Path.of("shared.json"));
        fx.click("Export\u2026");
        assertThat(port.exported).containsExactly("ten a layer");
    }

    @Test
    void featuresShownAndTheOneSelectedAreExported() {
        fx.run(() -> window.controller.model().filterProperty().set(RowFilter.NONE.withMinRatio(3)));
        int shown = fx.call(() -> window.controller.model().shown().size());
        window.dialogs.answer(Path.of("list.csv")).answer(Path.of("one.html"));
        fx.run(() -> window.controller.judgement().export(FeatureFile.CSV));
        fx.run(() -> window.controller.judgement().export(FeatureFile.PAGE));
        assertThat(port.exported).containsExactly("CSV " + shown + " list.csv", "PAGE 1 one.html");
    }

    @Test
    void vectorsAreThoseOfTheMarkedFeaturesOrOfTheSelectedRows() {
        fx.run(() -> window.controller.judgement().export(FeatureFile.MARKED_VECTORS));
        assertThat(fx.<Label>find("#selection-message").getText()).isEqualTo("Mark features to suppress first");
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 4)));
        fx.run(() -> window.table().getSelectionModel().clearSelection());
        fx.run(() -> window.table().getSelectionModel().selectRange(30, 35));
        fx.run(() -> window.controller
                .marking()
                .mark(Mark.KEEP, window.table().getSelectionModel().getSelectedItems()));
        fx.click("#export-menu");
        for (Theme theme : Theme.values()) {
            fx.theme(theme);
            popup("export-menu");
        }
        window.dialogs.answer(Path.of("marked.safetensors")).answer(Path.of("rows.safetensors"));
        fx.click("Vectors of the marked features\u2026");
        fx.run(() -> window.controller.judgement().export(FeatureFile.SELECTED_VECTORS));
        assertThat(port.exported)
                .containsExactly("MARKED_VECTORS 12 marked.safetensors", "SELECTED_VECTORS 5 rows.safetensors");
    }

    /** Of the newest popup, in the theme there is. */
    private void popup(String name) {
        for (Theme theme : new Theme[] {fx.themes().theme()}) {
            Window newest = fx.call(() -> {
                Window last = fx.stage();
                for (Window open : Window.getWindows()) {
                    last = open.isShowing() ? open : last;
                }
                return last;
            });
            fx.picture(name + "-" + theme.key(), newest.getScene());
        }
    }

    @Test
    void aNameThatIsTakenIsAskedAbout() {
        fx.run(() -> window.controller.marking().preset(SelectionConfig.of(CrispMode.ALIGNED, 10)));
        fx.run(() -> window.controller.judgement().save("mine"));
        fx.run(() -> window.controller.marking().clear());
        window.dialogs.answer("Cancel");
        fx.run(() -> window.controller.judgement().save("mine"));
        assertThat(window.dialogs.asked()).containsExactly("Replace the selection \u201cmine\u201d?");
        assertThat(fx.call(() -> window.controller
                        .model()
                        .selectionsProperty()
                        .get()
                        .get(0)
                        .suppressed()))
                .isNotEmpty();
        window.dialogs.answer("Replace");
        fx.run(() -> window.controller.judgement().save("mine"));
        assertThat(fx.call(() -> window.controller
                        .model()
                        .selectionsProperty()
                        .get()
                        .get(0)
                        .suppressed()))
                .isEmpty();
    }
}
