package lacuna.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lacuna.run.LacunaException;

/**
 * Where the hub is, where its cache lies, and who asks: read from the variables that its own tools read.
 *
 * @param endpoint without a slash at its end
 * @param cache the folder that holds {@code models--org--name}
 * @param token sent to the endpoint and nowhere else
 * @param access whether anything may be fetched at all
 * @param patience after which a connection that gives nothing counts as cut
 * @param pause before the first retry; doubled for each that follows
 */
public record HubSettings(
        URI endpoint, Path cache, Optional<String> token, Access access, Duration patience, Duration pause) {

    /** Whether the user lets the hub be asked. */
    public enum Access {
        ONLINE,
        OFFLINE
    }

    private static final String ENDPOINT = "https://huggingface.co";

    /**
     * As {@code HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME, HF_TOKEN, HUGGING_FACE_HUB_TOKEN, HF_TOKEN_PATH} and
     * {@code HF_HUB_OFFLINE} say.
     *
     * @param home of the user
     */
    public static HubSettings of(Map<String, String> variables, Path home) throws LacunaException {
        Path base = path(variables, "HF_HOME")
                .orElse(path(variables, "XDG_CACHE_HOME")
                        .orElse(home.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = path(variables, "HF_HUB_CACHE")
                .or(() -> path(variables, "HUGGINGFACE_HUB_CACHE"))
                .orElse(base.resolve("hub"));
        Optional<String> token = said(variables, "HF_TOKEN")
                .or(() -> said(variables, "HUGGING_FACE_HUB_TOKEN"))
                .or(() -> tokenIn(path(variables, "HF_TOKEN_PATH").orElse(base.resolve("token"))));
        boolean offline = said(variables, "HF_HUB_OFFLINE")
                .filter(value -> List.of("1", "ON", "YES", "TRUE").contains(value.toUpperCase(java.util.Locale.ROOT)))
                .isPresent();
        return new HubSettings(
                endpoint(said(variables, "HF_ENDPOINT").orElse(ENDPOINT)),
                cache,
                token,
                offline ? Access.OFFLINE : Access.ONLINE,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));
    }

    private static URI endpoint(String text) throws LacunaException {
        String plain = text.replaceAll("/+$", "");
        try {
            URI uri = URI.create(plain);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new LacunaException("HF_ENDPOINT is \"" + text + "\". Give an address such as " + ENDPOINT + ".");
    }

    private static Optional<String> said(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> path(Map<String, String> variables, String name) {
        return said(variables, name).map(Path::of);
    }

    private static Optional<String> tokenIn(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as without a token; the hub then says what it lacks
        }
    }
}
