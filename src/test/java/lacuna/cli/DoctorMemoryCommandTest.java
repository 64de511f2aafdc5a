package lacuna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoctorMemoryCommandTest {

    private static final String GEMMA = "src/test/resources/model/configs/gemma-2-2b";

    @Test
    void printsWhatTheParameterCountSays() {
        CommandRun run =
                CommandRun.of("doctor", "memory", GEMMA, "--preset", "paper-gemma-2-2b-bio", "--features", "16384");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern("Weights +4\\.87 GiB") // 2 bytes for each of 2,614,341,888 parameters
                .containsPattern("Encoders +0\\.84 GiB")
                .containsPattern("Decoders +0\\.84 GiB")
                .containsPattern("Kept frozen +0\\.50 GiB")
                .containsPattern("Together +1[2-5]\\.\\d\\d GiB");
    }

    @Test
    void presetOfADeeperModelIsRefused() {
        CommandRun run =
                CommandRun.of("doctor", "memory", GEMMA, "--preset", "paper-llama-3.1-8b-bio", "--features", "9");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("block 28 of 26");
    }

    @Test
    void unknownDtypeIsRefused() {
        CommandRun run = CommandRun.of(
                "doctor", "memory", GEMMA, "--preset", "demo-gemma-2-2b", "--features", "16384", "--dtype", "int3");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'int3'", "bf16");
    }
}
