package lacuna.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lacuna.evaluation.HeldOutTexts;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.model.ResidualEdit;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.text.Corpus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real held-out documents of the sample, and edits that erase or turn round what a probe reads. */
class ProbeCheckTest {

    private static final Path SAMPLE = Path.of("sample-projects/ember-isles");
    private static final List<HookPoint> HOOKS = List.of(HookPoint.residPost(1), HookPoint.residPost(3));

    private static Torch torch;
    private static LanguageModel model;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(SAMPLE.resolve("model"), torch);
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static HeldOutTexts texts(String name) throws LacunaException {
        Path file = SAMPLE.resolve("corpora").resolve(name + ".jsonl");
        return HeldOutTexts.of(Corpus.read(file, Corpus.TEXT_FIELD), model.tokenizer(), 64);
    }

    private static ProbeCheck check(ResidualEdit edit) throws LacunaException {
        ModelVariant variant = ModelVariant.edited(Map.of(HookPoint.residPost(2), edit));
        return ProbeCheck.of(model, variant, HOOKS, texts("target-heldout"), texts("benign-heldout"), 1, Progress.NONE);
    }

    @Test
    void whatIsErasedCannotBeReadAnyMore(@TempDir Path folder) throws Exception {
        ProbeCheck check = check((x, ids) -> x.mul(0));

        ProbeCheck.Layer before = check.layers().get(0); // in front of the edit: nothing has changed
        assertThat(before.before().accuracy()).isGreaterThan(.9);
        assertThat(before.unlearned()).isEqualTo(before.before());
        assertThat(before.attacked()).isEqualTo(before.before());
        assertThat(before.recovered()).isNaN();
        assertThat(before.control().interval().low()).isLessThan(.5);
        assertThat(before.control().interval().high()).isGreaterThan(.5);

        ProbeCheck.Layer behind = check.layers().get(1);
        assertThat(behind.before().accuracy()).isGreaterThan(.9);
        assertThat(behind.attacked().accuracy()).isEqualTo(.5);
        assertThat(check.fitted() + check.tested()).isEqualTo(280);

        Json.write(folder.resolve("p.json"), check);
        assertThat(Json.read(folder.resolve("p.json"), ProbeCheck.class)).isEqualTo(check);
    }

    /** The old probe reads the turned stream wrongly, a new one as well as before: hidden, not gone. */
    @Test
    void whatIsOnlyTurnedRoundIsWonBack() throws Exception {
        ProbeCheck check = check((x, ids) -> x.mul(-1));

        ProbeCheck.Layer behind = check.layers().get(1);
        assertThat(behind.unlearned().accuracy()).isLessThan(.8);
        assertThat(behind.attacked().accuracy()).isGreaterThan(.9);
        assertThat(behind.recovered()).isGreaterThan(.7);
    }

    @Test
    void tooFewDocumentsAreRefusedInASentence() {
        assertThatThrownBy(() -> {
                    HeldOutTexts few = new HeldOutTexts(
                            "few", "00", 64, texts("target-heldout").documents().subList(0, 2));
                    ProbeCheck.of(model, ModelVariant.UNCHANGED, HOOKS, few, few, 1, Progress.NONE);
                })
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("at least 4 documents");
    }
}
