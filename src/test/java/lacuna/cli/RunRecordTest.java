package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.Judge;
import lacuna.evaluation.TextMetrics;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.LensCheck;
import lacuna.persistence.ProbeCheck;
import lacuna.project.RunAttacks;
import lacuna.project.RunFolder;
import lacuna.project.RunMeasures;
import lacuna.project.ToyProject;
import lacuna.run.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'evaluate --run' keeps in the folder of a run, on the toy project. */
class RunRecordTest {

    @TempDir
    static Path folder;

    private static Path project;
    private static Path run;

    @BeforeAll
    static void train() throws Exception {
        project = ToyProject.write(folder.resolve("toy"));
        run = folder.resolve("run");
        CommandRun training =
                CommandRun.of("run", project.toString(), "--out", run.toString(), "--quiet", "--threads", "1");
        assertThat(training.exitCode()).as(training.err()).isZero();
    }

    static CommandRun evaluate(String... more) {
        List<String> args = new ArrayList<>(
                List.of("evaluate", project.toString(), "--run", run.toString(), "--quiet", "--threads", "1"));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void keepsTheFeaturesBeforeAndAfter() throws Exception {
        CommandRun command = evaluate("--parts", "features");

        assertThat(command.exitCode()).as(command.err()).isZero();
        FeatureEffects effects = Json.read(run.resolve(RunMeasures.FEATURE_EFFECTS), FeatureEffects.class);
        assertThat(effects.layers())
                .extracting(FeatureEffects.LayerEffect::layer)
                .containsExactly("resid_post.1", "resid_post.2");
        assertThat(effects.suppressed())
                .hasSize(Json.readTree(run.resolve("summary.json"))
                        .path("selected")
                        .size());
        assertThat(command.out()).contains("Suppressed").contains("heldout.jsonl");

        Path table = run.resolve("features/target-after.safetensors");
        var written = Files.getLastModifiedTime(table);
        assertThat(evaluate("--parts", "features").exitCode()).isZero();
        assertThat(Files.getLastModifiedTime(table)).isEqualTo(written); // taken up, not measured again
    }

    @Test
    void keepsWhatTextsAreLikeAndAsksTheJudgeOnlyOnce() throws Exception {
        assertThat(evaluate("--parts", "texts").exitCode()).isZero();
        TextMetrics quiet = Json.read(run.resolve(RunMeasures.TEXT_METRICS), TextMetrics.class);
        assertThat(quiet.predicted())
                .extracting(TextMetrics.Predicted::kind)
                .containsExactly("target", "benign", "general");
        assertThat(quiet.written())
                .extracting(TextMetrics.Written::group)
                .containsExactly("target", "general", TextMetrics.ALL);
        assertThat(quiet.judged()).isEmpty();
        assertThat(quiet.keywords()).isNull();

        Files.writeString(project.resolve("keywords.txt"), "fire\n\ncave\n");
        List<String> asked = new CopyOnWriteArrayList<>();
        try (StandInJudge judge = new StandInJudge(asked, 3)) { // then it fails
            CommandRun stopped = evaluate(judge.options());
            assertThat(stopped.exitCode()).isEqualTo(2);
            assertThat(stopped.err()).contains("status 500");
        }
        try (StandInJudge judge = new StandInJudge(asked, Integer.MAX_VALUE)) {
            CommandRun done = evaluate(judge.options());
            assertThat(done.exitCode()).as(done.err()).isZero();
            assertThat(done.out()).contains("Judge rater, fluency, all");
        }
        assertThat(asked)
                .hasSize(3 + 1 + 5); // of two scales, two states and two prompts: three rated, one refused, five rated

        TextMetrics rated = Json.read(run.resolve(RunMeasures.TEXT_METRICS), TextMetrics.class);
        assertThat(rated.judged()).hasSize(2 * 3);
        assertThat(rated.judged(Judge.Scale.FLUENCY, judged -> judged.after().value()))
                .isEqualTo(2);
        assertThat(rated.keywords()).isNotNull();
        assertThat(rated.keywords().words()).isEqualTo(2);
        assertThat(rated.predicted()).isEqualTo(quiet.predicted());
        assertThat(String.join("", asked)).contains("Concept: Toy").contains("Concept: the subject of the beginning");

        assertThat(evaluate("--parts", "texts").exitCode()).isZero(); // without a judge: its ratings stay
        assertThat(Json.read(run.resolve(RunMeasures.TEXT_METRICS), TextMetrics.class))
                .isEqualTo(rated);
    }

    @Test
    void aJudgeNeedsAddressAndModel() {
        CommandRun half = evaluate("--judge-model", "m");
        assertThat(half.exitCode()).isEqualTo(2);
        assertThat(half.err()).contains("--judge-url and --judge-model");
        CommandRun odd = evaluate("--judge-model", "m", "--judge-url", "not an address");
        assertThat(odd.exitCode()).isEqualTo(2);
        assertThat(odd.err()).contains("which is no address");
    }

    /** An endpoint on the loopback address that rates everything 2, and refuses after so many answers. */
    private static final class StandInJudge implements AutoCloseable {

        private final HttpServer server;

        StandInJudge(List<String> asked, int answers) throws Exception {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            AtomicInteger left = new AtomicInteger(answers);
            server.createContext("/v1/chat/completions", exchange -> {
                asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                String answer = left.getAndDecrement() > 0
                        ? "{\"choices\": [{\"message\": {\"content\": \"It reads well. [[2]]\"}}]}"
                        : "";
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.isEmpty() ? 500 : 200, answer.isEmpty() ? -1 : body.length);
                if (!answer.isEmpty()) {
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
            server.start();
        }

        String[] options() {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
            return new String[] {"--parts", "texts", "--judge-url", url, "--judge-model", "rater"};
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void attacksLookInsideTheModelAndAreKept() throws Exception {
        CommandRun command = CommandRun.of(
                "attack",
                project.toString(),
                "--run",
                run.toString(),
                "--lens",
                "--probe",
                "--quiet",
                "--threads",
                "1");
        assertThat(command.exitCode()).as(command.err()).isZero();
        assertThat(command.out()).contains("logit lens, the best of", "linear probe", "answer probe, 2 questions");
        RunFolder kept = RunFolder.at(run);
        assertThat(RunAttacks.read(kept)).hasSize(1);
        assertThat(Json.read(kept.file(RunAttacks.ANSWER_PROBE), AnswerProbeCheck.class)
                        .layers())
                .hasSize(5);
        assertThat(Json.read(kept.file(RunAttacks.LOGIT_LENS), LensCheck.class).layers())
                .hasSize(5);
        assertThat(Json.read(kept.file(RunAttacks.LINEAR_PROBE), ProbeCheck.class)
                        .layers())
                .hasSize(5);
    }

    @Test
    void refusesARunBesideAnAdapterAndAFolderThatIsNone() {
        CommandRun both = evaluate("--adapter", run.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--adapter");

        CommandRun none = CommandRun.of("evaluate", project.toString(), "--run", project.toString(), "--quiet");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("is no run of Lacuna's");
    }
}
