package lacuna.cli;

import java.net.URI;
import java.util.Optional;
import lacuna.evaluation.Judge;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A judge behind an endpoint of the user's; off unless both address and model are given. */
final class JudgeOptions {

    @Option(
            names = "--judge-url",
            paramLabel = "URL",
            description =
                    "With --run: let a model behind this OpenAI-compatible address, such as http://localhost:8080/v1, rate fluency and concept of the continuations from 0 to 2. Prompts and continuations are sent there; nothing is sent otherwise.")
    private @Nullable String url;

    @Option(names = "--judge-model", paramLabel = "NAME", description = "With --judge-url: the model's name there.")
    private @Nullable String model;

    @Option(
            names = "--judge-key-env",
            paramLabel = "VARIABLE",
            description =
                    "Environment variable that holds the key (default: LACUNA_JUDGE_KEY; none is sent if it is unset).")
    private String variable = "LACUNA_JUDGE_KEY";

    @Option(
            names = "--judge-concept",
            paramLabel = "WORDS",
            description = "What the judge is told that target prompts are about (default: the project's name).")
    private String concept = "";

    boolean isGiven() {
        return url != null || model != null || !concept.isEmpty();
    }

    String concept() {
        return concept;
    }

    Optional<Judge> judge() throws LacunaException {
        if (url == null && model == null) {
            return Optional.empty();
        }
        if (url == null || model == null) {
            throw new LacunaException("A judge needs --judge-url and --judge-model. Give both, or neither.");
        }
        String key = System.getenv(variable);
        return Optional.of(new Judge(address(url), model, key == null ? "" : key));
    }

    private static URI address(String url) throws LacunaException {
        try {
            URI address = URI.create(url);
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(url, e);
        }
        throw wrong(url, null);
    }

    private static LacunaException wrong(String url, @Nullable Throwable cause) {
        return new LacunaException(
                "--judge-url is " + url + ", which is no address. Give one such as http://localhost:8080/v1.", cause);
    }
}
