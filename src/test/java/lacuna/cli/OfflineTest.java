package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starting Lacuna and the engine asks for no connection, in a fresh process that nobody told to stay offline. */
class OfflineTest {

    private static final String MODEL = "src/test/resources/model/stories260K";

    private record Child(int exitCode, String output) {}

    private static Child child(List<String> options, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), ConnectionSpy.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("OPT_OUT_TRACKING"); // the build sets it; a user's shell does not
        builder.environment().remove("DJL_OFFLINE");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Child(process.exitValue(), output);
    }

    private static String classPath() {
        String ofSurefire = System.getProperty("surefire.test.class.path");
        return ofSurefire == null ? System.getProperty("java.class.path") : ofSurefire;
    }

    @Test
    void generatingWithAModelAsksForNoConnection() throws IOException, InterruptedException {
        Child child = child(List.of(), "generate", MODEL, "--prompt", "Once", "--max-new-tokens", "2", "--quiet");

        assertThat(child.exitCode()).as(child.output()).isZero();
        assertThat(child.output()).contains("Once").doesNotContain(ConnectionSpy.MARK);
    }

    /** Without this the test above could pass because the spy is blind. */
    @Test
    void theSpySeesTheEngineReportHomeWhenItMay() throws IOException, InterruptedException {
        Child child = child(List.of("-DOPT_OUT_TRACKING=false", "-Dai.djl.offline=false"), "doctor");

        assertThat(child.output()).contains(ConnectionSpy.MARK);
    }

    @Test
    void theSpySeesAPlainSocket() throws IOException, InterruptedException {
        Child child = child(List.of(), ConnectionSpy.PLAIN_SOCKET);

        assertThat(child.output()).contains(ConnectionSpy.MARK + "/192.0.2.1:80");
    }
}
