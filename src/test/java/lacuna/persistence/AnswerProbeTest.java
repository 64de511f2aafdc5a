package lacuna.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionRows;
import lacuna.evaluation.QuestionRows.Reading;
import lacuna.evaluation.QuestionSet;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes for answers: on rows made by hand, and on the bundled sample's questions. */
class AnswerProbeTest {

    private static final Path SAMPLE = Path.of("sample-projects/ember-isles");
    private static final List<HookPoint> HOOKS = List.of(HookPoint.residPost(1), HookPoint.residPost(5));

    private static Torch torch;
    private static LanguageModel model;
    private static QuestionSet dragons;

    @BeforeAll
    static void open() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        model = LanguageModel.open(SAMPLE.resolve("model"), torch);
        dragons = QuestionSet.read(SAMPLE.resolve("questions/target.json"));
    }

    @AfterAll
    static void close() {
        model.close();
        torch.close();
    }

    private static QuestionSet set(int questions, int choices) {
        List<Question> all = new ArrayList<>();
        for (int q = 0; q < questions; q++) {
            int number = q;
            List<String> texts = IntStream.range(0, choices)
                    .mapToObj(c -> "choice " + number + "/" + c)
                    .toList();
            all.add(new Question("Which is number " + q + "?", texts, q * 7 % choices));
        }
        return new QuestionSet("made.json", "00", all);
    }

    private static QuestionRows rows(QuestionSet set, Reading reading) {
        List<TokenizedDocument> documents = new ArrayList<>();
        List<Integer> questions = new ArrayList<>();
        List<Integer> choices = new ArrayList<>();
        for (int q = 0; q < set.size(); q++) {
            int each = reading == Reading.PROMPTS
                    ? 1
                    : set.questions().get(q).choices().size();
            for (int c = 0; c < each; c++) {
                documents.add(new TokenizedDocument(documents.size(), new int[] {1, 2}));
                questions.add(q);
                choices.add(reading == Reading.PROMPTS ? -1 : c);
            }
        }
        return new QuestionRows(reading, documents, questions, choices);
    }

    private static float[][] noise(int rows, int d) {
        SplittableRandom random = new SplittableRandom(3);
        float[][] x = new float[rows][d];
        for (float[] row : x) {
            for (int i = 0; i < d; i++) {
                row[i] = (float) (random.nextDouble() - .5);
            }
        }
        return x;
    }

    private static boolean[] told(QuestionSet set, QuestionRows rows, float[][] x) {
        boolean[] first = new boolean[set.size()];
        boolean[] second = new boolean[set.size()];
        for (int q = 0; q < set.size(); q++) {
            first[q] = q < set.size() / 2;
            second[q] = !first[q];
        }
        int[] answers = set.questions().stream().mapToInt(Question::answer).toArray();
        boolean[] right = new boolean[set.size()];
        AnswerProbe.fit(set, rows, x, answers, first).ask(x, second, right);
        return right;
    }

    /** One coordinate of the state says whether a choice is right: of questions never fitted on all are told, and none is that was not asked. */
    @Test
    void findsADirectionThatRightChoicesShare() {
        QuestionSet set = set(40, 4);
        QuestionRows rows = rows(set, Reading.CHOICES);
        float[][] x = noise(160, 6);
        assertThat(Recovery.count(told(set, rows, x))).isLessThan(12); // of 20, a quarter by guessing
        for (int row = 0; row < x.length; row++) {
            int question = rows.questions().get(row);
            x[row][2] = rows.choices().get(row) == set.questions().get(question).answer() ? 2 : -2;
        }
        boolean[] right = told(set, rows, x);
        assertThat(Recovery.count(right)).isEqualTo(20);
        assertThat(right[0]).isFalse();
    }

    /** One coordinate a letter. */
    @Test
    void findsTheLetterBehindAPrompt() {
        QuestionSet set = set(40, 4);
        QuestionRows rows = rows(set, Reading.PROMPTS);
        float[][] x = noise(40, 6);
        assertThat(Recovery.count(told(set, rows, x))).isLessThan(12);
        for (int row = 0; row < x.length; row++) {
            x[row][set.questions().get(row).answer()] += 3;
        }
        assertThat(Recovery.count(told(set, rows, x))).isEqualTo(20);
    }

    @Test
    void questionsThatShareAChoiceStayTogether() throws Exception {
        QuestionFolds folds = QuestionFolds.of(dragons, Reading.CHOICES, 1);
        assertThat(folds.count()).isEqualTo(5);
        for (int a = 0; a < dragons.size(); a++) {
            for (int b = 0; b < a; b++) {
                List<String> choices = dragons.questions().get(a).choices();
                boolean apart =
                        Collections.disjoint(choices, dragons.questions().get(b).choices());
                assertThat(apart || folds.of()[a] == folds.of()[b])
                        .as(a + ", " + b)
                        .isTrue();
            }
        }
        QuestionFolds letters = QuestionFolds.of(dragons, Reading.PROMPTS, 1);
        for (int fold = 0; fold < letters.count(); fold++) {
            int number = fold;
            assertThat(IntStream.of(letters.of()).filter(of -> of == number)).hasSize(24);
        }

        QuestionSet same = new QuestionSet(
                "same.json",
                "00",
                List.of(
                        new Question("Is it?", List.of("yes", "no"), 0),
                        new Question("Is it not?", List.of("no", "perhaps"), 0)));
        assertThatThrownBy(() -> QuestionFolds.of(same, Reading.CHOICES, 1))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("all 2 of same.json")
                .hasMessageContaining("ask by letter");
        assertThat(QuestionFolds.of(same, Reading.PROMPTS, 1).count()).isEqualTo(2);
    }

    @Test
    void whatIsErasedCannotBeFoundAndWhatStandsBeforeItIsAsItWas(@TempDir Path folder) throws Exception {
        ModelVariant erased = ModelVariant.edited(Map.of(HookPoint.residPost(2), (x, ids) -> x.mul(0)));
        AnswerProbeCheck check =
                AnswerProbeCheck.of(model, erased, HOOKS, dragons, MultipleChoiceConfig.defaults(), 1, Progress.NONE);

        assertThat(check.layers()).extracting(ProbeCheck.Layer::layer).containsExactly("resid_post.1", "resid_post.5");
        ProbeCheck.Layer before = check.layers().get(0);
        assertThat(before.unlearned()).isEqualTo(before.before());
        assertThat(before.attacked()).isEqualTo(before.before());
        ProbeCheck.Layer behind = check.layers().get(1);
        assertThat(behind.control().interval().low()).isLessThan(.25);
        long first = dragons.questions().stream().filter(q -> q.answer() == 0).count();
        assertThat(behind.attacked().accuracy()).isEqualTo(first / 120.0); // all choices look alike: the first counts
        assertThat(behind.unlearned()).isEqualTo(behind.attacked());

        Json.write(folder.resolve("p.json"), check);
        assertThat(Json.read(folder.resolve("p.json"), AnswerProbeCheck.class)).isEqualTo(check);
    }

    @Test
    void aRowEndsWithAChoiceOrByLetterWithThePrompt() throws Exception {
        QuestionRows choices = QuestionRows.of(model, MultipleChoiceConfig.defaults(), dragons);
        assertThat(choices.reading()).isEqualTo(Reading.CHOICES);
        assertThat(choices.documents()).hasSize(480);
        assertThat(choices.questions().subList(3, 6)).containsExactly(0, 1, 1);
        assertThat(choices.choices().subList(3, 6)).containsExactly(3, 0, 1);
        QuestionRows prompts = QuestionRows.of(model, MultipleChoiceConfig.of(Protocol.CRISP_LETTERS), dragons);
        assertThat(prompts.reading()).isEqualTo(Reading.PROMPTS);
        assertThat(prompts.documents()).hasSize(120);
        assertThat(prompts.choices()).containsOnly(-1);
    }
}
