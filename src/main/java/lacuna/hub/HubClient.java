package lacuna.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import lacuna.run.LacunaException;

/**
 * Asks the hub. Redirects are followed by hand, so that the token goes to the hub itself and to no other host, port or scheme: large
 * files come from a store elsewhere that is handed a signed address instead.
 */
final class HubClient {

    private static final int MOST_REDIRECTS = 8;
    private static final int MOST_LISTING_BYTES = 64 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /** How the hub answered, and where the body went if it was a file. */
    record Answer(int status, String errorCode, String text) {}

    private final HubSettings settings;
    private final HttpClient http;

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** The files of a repository at a revision. */
    HubListing list(HubName name, String revision) throws LacunaException {
        URI uri = settings.endpoint()
                .resolve(settings.endpoint().getPath() + "/api/models/" + name.repository() + "/revision/"
                        + URLEncoder.encode(revision, StandardCharsets.UTF_8) + "?blobs=true");
        CompletableFuture<HttpResponse<byte[]>> asked = follow(
                request(uri, 0),
                info -> new BoundedBody(MOST_LISTING_BYTES),
                0,
                0,
                new AtomicReference<>(new CompletableFuture<>()));
        try {
            HttpResponse<byte[]> response = asked.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw HubProblems.refused(name, revision, answer(response), settings);
            }
            return HubListing.parse(new String(response.body(), StandardCharsets.UTF_8), name, revision);
        } catch (TimeoutException | ExecutionException e) {
            asked.cancel(true);
            throw HubProblems.unreachable(settings, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HubProblems.unreachable(settings, e);
        }
    }

    /**
     * Begins to fetch the rest of a file.
     *
     * @param have bytes of it that are there already
     * @param to where the rest is appended, or the whole written if the server sends it whole
     */
    HubTransfer fetch(HubName name, String commit, HubFile file, long have, Path to) {
        URI uri = settings.endpoint()
                .resolve(settings.endpoint().getPath() + "/" + name.repository() + "/resolve/" + commit + "/"
                        + encoded(file.path()));
        BodyHandler<Optional<Path>> body = info -> switch (info.statusCode()) {
            case 206 ->
                intoFile(to, continues(info, have) ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            case 200 -> intoFile(to, StandardOpenOption.TRUNCATE_EXISTING);
            default -> BodySubscribers.replacing(Optional.empty());
        };
        AtomicReference<CompletableFuture<?>> exchange = new AtomicReference<>(new CompletableFuture<>());
        return new HubTransfer(
                follow(request(uri, have), body, have, 0, exchange).thenApply(HubClient::answer), exchange);
    }

    private static boolean continues(HttpResponse.ResponseInfo info, long have) {
        return info.headers().firstValue("content-range").orElse("").startsWith("bytes " + have + "-");
    }

    private static HttpResponse.BodySubscriber<Optional<Path>> intoFile(Path to, StandardOpenOption how) {
        return BodySubscribers.mapping(
                BodySubscribers.ofFile(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how), Optional::of);
    }

    private <T> CompletableFuture<HttpResponse<T>> follow(
            HttpRequest request,
            BodyHandler<T> body,
            long have,
            int redirects,
            AtomicReference<CompletableFuture<?>> exchange) {
        CompletableFuture<HttpResponse<T>> sent = http.sendAsync(request, body);
        exchange.set(sent);
        return sent.thenCompose(response -> {
            Optional<String> location = response.headers().firstValue("location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return CompletableFuture.completedFuture(response);
            }
            if (redirects >= MOST_REDIRECTS) {
                return CompletableFuture.failedFuture(new IOException("more than " + MOST_REDIRECTS + " redirects"));
            }
            try {
                URI next = request.uri().resolve(location.get());
                return follow(request(next, have), body, have, redirects + 1, exchange);
            } catch (IllegalArgumentException e) {
                return CompletableFuture.failedFuture(new IOException("a redirect to no address", e));
            }
        });
    }

    private HttpRequest request(URI uri, long have) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri).header("User-Agent", "lacuna").header("Accept-Encoding", "identity");
        if (have > 0) {
            builder.header("Range", "bytes=" + have + "-");
        }
        settings.token()
                .filter(token -> sameOrigin(uri, settings.endpoint()))
                .ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return builder.GET().build();
    }

    private static boolean sameOrigin(URI a, URI b) {
        return b.getScheme().equalsIgnoreCase(a.getScheme())
                && b.getHost().equalsIgnoreCase(a.getHost())
                && a.getPort() == b.getPort();
    }

    private static Answer answer(HttpResponse<?> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("x-error-code").orElse(""),
                response.headers().firstValue("x-error-message").orElse(""));
    }

    private static String encoded(String path) {
        StringBuilder out = new StringBuilder();
        for (String part : path.split("/")) {
            out.append(out.isEmpty() ? "" : "/")
                    .append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return out.toString();
    }
}
