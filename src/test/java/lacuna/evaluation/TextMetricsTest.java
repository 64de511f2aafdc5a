package lacuna.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextMetricsTest {

    private static final String LOOP = "the dog ran. the dog ran. the dog ran. the dog ran. ";

    @Test
    void wordsAndRunsAreCounted() {
        FluencyProxies proxies = FluencyProxies.of("The dog ran. the dog ran. The cat");
        assertThat(proxies.distinct1()).isEqualTo(4 / 8.);
        // the dog, dog ran, ran the, the dog, dog ran, ran the, the cat
        assertThat(proxies.distinct2()).isEqualTo(4 / 7.);
        // the dog ran the | dog ran the dog | ran the dog ran | the dog ran the | dog ran the cat
        assertThat(proxies.repetition()).isEqualTo(1 / 5., within(1e-12));
        assertThat(proxies.nonLetters()).isZero();
    }

    @Test
    void loopsAndDebrisStandOut() {
        FluencyProxies prose = FluencyProxies.of("Once there was a girl who lived near the sea and loved to swim.");
        FluencyProxies loop = FluencyProxies.of(LOOP.repeat(8));
        assertThat(prose.repetition()).isZero();
        assertThat(loop.repetition()).isGreaterThan(0.9);
        assertThat(loop.compression()).isGreaterThan(5 * prose.compression());
        assertThat(FluencyProxies.of("<b><b><b>").nonLetters()).isEqualTo(6 / 9.);
        assertThat(FluencyProxies.of("")).isEqualTo(new FluencyProxies(0, 0, 0, 0, 0));
    }

    @Test
    void keywordsAreWholeWords() {
        Keywords keywords = new Keywords(List.of("dragon", "C++"));
        assertThat(keywords.rate(List.of("A Dragon!", "dragons", "in c++.", "none")))
                .isEqualTo(0.5);
    }

    @Test
    void aMarkOfTheEncodingIsNoPartOfTheFirstKeyword(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keywords.txt"), "\uFEFFdragon\r\n\r\n cave \r\n");
        Keywords keywords = Keywords.read(file);
        assertThat(keywords.size()).isEqualTo(2);
        assertThat(keywords.rate(List.of("a dragon", "a cave"))).isEqualTo(1);
        assertThatThrownBy(() -> Keywords.read(Files.writeString(file, "\n \n")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("holds no keywords");
        assertThatThrownBy(() -> Keywords.read(folder.resolve("none.txt")))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("Cannot read the keywords");
    }

    @Test
    void aJudgeIsAskedThroughTheEndpointGiven() throws Exception {
        List<String> asked = new ArrayList<>();
        try (var server = new Server(asked, "It reads well. [[2]]")) {
            Judge judge = new Judge(server.address(), "some-model", "secret");
            List<GeneratedText> texts = List.of(
                    new GeneratedText("Once", "target", " upon a time", 3),
                    new GeneratedText("The", "benign", " end", 1));
            Judge.Ratings ratings = judge.rate(Judge.Scale.CONCEPT, "dragons", texts, Progress.NONE);
            assertThat(ratings.mean()).isEqualTo(2);
            assertThat(ratings.ratings()).containsExactly(2, 2);
            assertThat(asked).hasSize(2);
            assertThat(Json.parseTree(asked.get(0), "request")
                            .path("messages")
                            .path(1)
                            .path("content")
                            .asText())
                    .isEqualTo("Concept: dragons\nBeginning: Once\nContinuation:  upon a time");
        }
    }

    @Test
    void aJudgeThatRatesNothingOrIsNotThereIsToldInASentence() throws Exception {
        List<GeneratedText> texts = List.of(new GeneratedText("Once", "target", " upon", 1));
        URI gone;
        try (var server = new Server(new ArrayList<>(), "No idea.")) {
            gone = server.address();
            Judge judge = new Judge(server.address(), "m", "");
            assertThatThrownBy(() -> judge.rate(Judge.Scale.FLUENCY, "", texts, Progress.NONE))
                    .isInstanceOf(LacunaException.class)
                    .hasMessageContaining("gave no rating");
        }
        assertThatThrownBy(() -> new Judge(gone, "m", "").rate(Judge.Scale.FLUENCY, "", texts, Progress.NONE))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("cannot be reached");
    }

    /** Stands in for an endpoint, on the loopback address. */
    private static final class Server implements AutoCloseable {

        private final HttpServer server;

        Server(List<String> asked, String answer) throws Exception {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/chat/completions", exchange -> {
                asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = Json.line(java.util.Map.of(
                                "choices", List.of(java.util.Map.of("message", java.util.Map.of("content", answer)))))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
