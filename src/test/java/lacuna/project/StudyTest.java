package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lacuna.evaluation.QuestionSet;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.project.StudyResult.Share;
import lacuna.project.StudyResult.Spread;
import lacuna.project.StudyResult.Tried;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.tensor.Torch;
import lacuna.unlearning.ClampConfig;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.TrainingListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods on one budget. */
class StudyTest {

    private static final String STUDY = """
            name: both
            trials: 2
            trialSeed: 9
            seeds: [1, 2]
            methods:
              - name: Clamp
                preset: zero-clamp
                vary: {k: [1, 2], value: [-1, -2]}
              - name: CRISP
                preset: ember-isles
                settings: {steps: 2, batchSize: 2, coherenceBatch: 1, maxTokens: 16}
                vary: {learningRate: [1e-4, 1e-3]}
            checks:
              quantise: true
              prefixes: p.txt
              relearn: {texts: 2, loraRate: 1e-3, fullRate: 1e-3}
              inside: true
            """;
    private static final int QUESTIONS = 8;

    @TempDir
    Path folder;

    private Path file;
    private Project project;
    private final List<List<String>> heard = new ArrayList<>();

    @BeforeEach
    void writeProject() throws Exception {
        Path toy = ToyProject.write(folder.resolve("toy"));
        ToyProject.text(toy.resolve("questions/target.json"), questions());
        project = Project.open(toy);
        file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        Files.writeString(folder.resolve("p.txt"), "Once upon a time.\n");
    }

    /** Enough for folds, no two with a choice in common. */
    private static String questions() {
        return IntStream.range(0, QUESTIONS)
                .mapToObj(i -> """
                        {"question": "What was number %1$d?", "choices": ["a ball %1$d", "a dog %1$d"], "answer": %2$d}
                        """.formatted(i, i % 2))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private StudyResult run() throws LacunaException {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            try (LoadedProject loaded = LoadedProject.load(project, torch, Progress.NONE)) {
                return new StudyJob(loaded, Study.read(file), file, soFar -> heard.add(soFar.unfinished()))
                        .run(Progress.NONE);
            }
        }
    }

    @Test
    void everyMethodGetsTheSameBudgetAndARowAndNothingIsDoneTwice() throws Exception {
        StudyResult result = run();

        assertThat(result.methods()).extracting(StudyResult.Row::method).containsExactly("Clamp", "CRISP");
        for (StudyResult.Row row : result.methods()) {
            assertThat(row.tried()).hasSize(2).allMatch(tried -> tried.problem().isEmpty());
            assertThat(row.seeds()).containsExactly(1L, 2L);
            assertThat(row.figures().perplexity().values()).hasSize(2);
            assertThat(row.checks()).hasSize(7); // int8, int4, NF4, prefixes, lens, small LoRA, all weights
            assertThat(row.probes())
                    .extracting(StudyResult.Probe::what)
                    .containsExactly("topic of 8 held-out documents", "answers of 4 questions");
        }
        assertThat(heard)
                .containsExactly(List.of("Clamp", "CRISP"), List.of("CRISP"), List.of("CRISP"), List.of(), List.of());
        assertThat(result.questions()).isEqualTo(QUESTIONS / 2);
        Path runs = project.runs();
        assertThat(runs.resolve("both-CRISP-trial1/summary.json")).doesNotExist();
        assertThat(runs.resolve("both-Clamp-seed2")).doesNotExist(); // its first run stands for all seeds
        assertThat(RunAttacks.read(RunFolder.at(runs.resolve("both-Clamp-seed1"))))
                .filteredOn(check -> check.attack().contains("seed 2"))
                .hasSize(2); // trained again with every seed, a small LoRA and all weights
        assertThat(RunFolder.at(runs.resolve("both-CRISP-seed2"))
                        .settings()
                        .orElseThrow()
                        .seed())
                .isEqualTo(2);

        JsonNode kept = Json.readTree(runs.resolve("both.json"));
        assertThat(kept.at("/methods/1/figures/target/seeds/mean").isNumber()).isTrue();
        assertThat(Files.readString(runs.resolve("both.md")))
                .isEqualTo(StudyTable.of(result))
                .contains("| untouched model |", "| Clamp |", "| CRISP |", "int4, groups of 32")
                .contains("| logit lens, the best of 5 blocks |")
                .contains("| answers of 4 questions, resid_post.");

        Path trained = runs.resolve("both-CRISP-seed2/run.json");
        byte[] before = Files.readAllBytes(trained);
        Files.writeString(trained, "not read again");
        assertThat(StudyTable.of(run())).isEqualTo(StudyTable.of(result));
        Files.write(trained, before);

        Files.writeString(file, STUDY.replace("value: [-1, -2]", "value: [-1, -3]"));
        assertThatThrownBy(this::run)
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("both-Clamp-trial")
                .hasMessageContaining("other settings than k ")
                .hasMessageContaining("another name");
    }

    @Test
    void generalQuestionsHaveAColumnAndGoIntoTheScoreInThePlaceOfPerplexity() throws Exception {
        Files.writeString(file, STUDY.substring(0, STUDY.indexOf("checks:")));
        ToyProject.nameGeneral(project.folder());
        project = Project.open(project.folder());
        StudyResult result = run();

        assertThat(result.rule()).contains("benign accuracy and accuracy on general questions");
        assertThat(StudyTable.of(result)).contains("|  | target | benign | general | perplexity |");
        StudyResult.Figures untouched = result.untouched();
        assertThat(untouched.general()).isNotNull();
        double u = 100 - 100 * untouched.target().seeds().mean();
        double r = 100 * untouched.benign().seeds().mean();
        double m = 100 * untouched.general().seeds().mean();
        assertThat(untouched.overall().mean())
                .isCloseTo(u * r * m == 0 ? 0 : 3 / (1 / u + 1 / r + 1 / m), within(1e-9));
        assertThat(result.methods())
                .allSatisfy(row -> assertThat(row.tried()).allMatch(tried -> tried.general() != null));

        // a trial from before the project named them is measured again, not trained again
        Path trial = project.runs().resolve("both-CRISP-trial1").resolve(StudyJob.TRIAL);
        ObjectNode kept = (ObjectNode) Json.readTree(trial);
        ((ObjectNode) kept.path("measured")).remove("general");
        Json.write(trial, kept);
        Files.writeString(trial.resolveSibling(RunFolder.TRAINING), "not read again");
        assertThat(StudyTable.of(run())).isEqualTo(StudyTable.of(result));
        assertThat(Json.readTree(trial).path("measured").has("general")).isTrue();

        // asked in another way, trials and repeated runs are measured again, not trained again
        ToyProject.edit(
                project.folder(),
                "\"questions/general.json\"",
                "{\"path\": \"questions/general.json\", \"protocol\": \"harness\"}");
        project = Project.open(project.folder());
        StudyResult byLetter = run();
        assertThat(StudyTable.of(byLetter)).contains(", continuation likelihood, the general ones by harness letters.");
        assertThat(StudyTable.of(result)).contains(", continuation likelihood. ");
        assertThat(Json.readTree(trial).at("/measured/generalProtocol").asText())
                .isEqualTo("harness letters");
    }

    /** The window asks all questions, a study half of them: the figures of one are not the other's. */
    @Test
    void anAnswerProbeOfOtherQuestionsIsNotTakenForTheStudys() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            torch.setThreads(1);
            try (LoadedProject loaded = LoadedProject.load(project, torch, Progress.NONE)) {
                RunFolder run = RunFolder.at(folder.resolve("run"));
                RunRequest request = RunRequest.of(project, SelectionSource.AUTOMATIC);
                new RunJob(loaded, run).train(request, TrainingListener.NONE, Progress.NONE);
                for (QuestionSet.Part part : List.of(QuestionSet.Part.ALL, QuestionSet.Part.TEST)) {
                    AttackPlan plan = new AttackPlan(
                            List.of(), Optional.empty(), List.of(), Set.of(AttackPlan.Reading.ANSWER_PROBE), part);
                    new AttackStage(loaded, run).complete(plan, 1, Progress.NONE);
                    assertThat(Json.read(run.file(RunAttacks.ANSWER_PROBE), AnswerProbeCheck.class)
                                    .questions())
                            .isEqualTo(part == QuestionSet.Part.ALL ? QUESTIONS : QUESTIONS / 2);
                }
            }
        }
    }

    @Test
    void trialsAreDrawnFromTheGridAlwaysTheSameWay() throws Exception {
        Study study = Study.read(file);
        List<Study.Trial> trials = study.trials(study.methods().get(0), project);
        assertThat(trials).hasSize(2).isEqualTo(study.trials(study.methods().get(0), project));
        assertThat(trials.get(0).folder()).isEqualTo("both-Clamp-trial1");
        assertThat(trials.get(0).request().config()).isInstanceOf(ClampConfig.class);
        assertThat(trials.get(0).words()).matches("k [12], value -[12]");
        List<Study.Trial> rates = study.trials(study.methods().get(1), project);
        assertThat(rates).extracting(Study.Trial::words).containsExactly("learningRate 1e-4", "learningRate 0.001");
        CrispConfig crisp = (CrispConfig) rates.get(1).request().config();
        assertThat(crisp.learningRate()).isEqualTo(1e-3);
        assertThat(crisp.steps()).isEqualTo(2);
        assertThat(crisp.seed()).isEqualTo(9);
        assertThat(Study.drawn(6, 6)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Study.drawn(100, 4)).hasSize(4).isSorted().isEqualTo(Study.drawn(100, 4));
    }

    @Test
    void aBudgetThatAMethodCannotSpendIsRefused() throws Exception {
        Files.writeString(file, STUDY.replace("trials: 2", "trials: 3"));
        Study study = Study.read(file);
        assertThatThrownBy(() -> study.trials(study.methods().get(1), project))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("3 trials")
                .hasMessageContaining("CRISP make 2");
    }

    @Test
    void badFilesAreToldInOneSentence() throws Exception {
        Files.writeString(file, STUDY.replace("seeds: [1, 2]", "seeds: []"));
        assertThatThrownBy(() -> Study.read(file)).hasMessageContaining("0 seeds");
        Files.writeString(file, STUDY.replace("learningRate: [1e-4", "steering: [1e-4"));
        Study study = Study.read(file);
        assertThatThrownBy(() -> study.trials(study.methods().get(1), project))
                .hasMessageContaining("CRISP has no setting 'steering'");
        Files.writeString(file, STUDY.replace("texts: 2,", "texts: 0,"));
        assertThatThrownBy(() -> Study.read(file)).hasMessageContaining("relearn");
    }

    @Test
    void theHighestScoreWinsAndOfEqualsTheFirst() throws Exception {
        Study.Method method = Study.read(file).methods().get(0);
        List<Tried> tried = List.of(
                new Tried("a", 0, 0, null, 0, null, "failed"),
                new Tried("b", 0, 0, null, 0, 60.0, ""),
                new Tried("c", 0, 0, null, 0, 70.0, ""),
                new Tried("d", 0, 0, null, 0, 70.0, ""));
        assertThat(StudyJob.best(method, tried)).isEqualTo(2);
        assertThatThrownBy(() -> StudyJob.best(method, tried.subList(0, 1))).hasMessageContaining("failed");
    }

    @Test
    void intervalsOverSeedsAreStudentsAndThoseOverQuestionsWilsons() {
        // standard error 1 / sqrt 3, t = 4.302653 with two degrees of freedom
        Spread spread = Spread.of(1, 2, 3);
        assertThat(spread.mean()).isEqualTo(2);
        assertThat(spread.halfWidth()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-5));
        assertThat(Spread.of(7).halfWidth()).isNaN();
        // 54 of 120: the same questions twice are no more questions
        Share share = Share.of(new double[] {.5, .4}, 120);
        assertThat(share.questions().low()).isCloseTo(.36392, within(1e-4));
        assertThat(share.questions().high()).isCloseTo(.53918, within(1e-4));
    }

    @Test
    void theTableGoesBetweenItsMarks() throws Exception {
        String text = "a\n<!-- study both -->\nold $1\n<!-- end of study both -->\nb\n";
        assertThat(StudyTable.into(text, "both", "new $2\n"))
                .isEqualTo("a\n<!-- study both -->\nnew $2\n<!-- end of study both -->\nb\n");
        assertThatThrownBy(() -> StudyTable.into(text, "other", ""))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("<!-- study other -->");
    }
}
