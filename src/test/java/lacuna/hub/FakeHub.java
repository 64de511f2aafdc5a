package lacuna.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hub on the loopback address that behaves like the real one: a list of files with hashes, small files served by itself, large ones by
 * a redirect to a store on another port, ranges, gates; and that can be made to misbehave.
 */
final class FakeHub implements AutoCloseable {

    static final String NAME = "org/model";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final int LARGE = 1000;

    /** What was asked: path, token, range. */
    record Asked(String path, String token, String range) {}

    private final HttpServer hub = server();
    private final HttpServer store = server();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    /** Answers that end early, one after another; each gives half of what is left. */
    final AtomicInteger cuts = new AtomicInteger();
    /** Answers that are refused with 503. */
    final AtomicInteger refusals = new AtomicInteger();
    /** Answers whose first byte is wrong. */
    final AtomicInteger wrong = new AtomicInteger();
    /** Answers that stop in the middle and stay open until the hub closes. */
    final AtomicInteger stalls = new AtomicInteger();

    private final CountDownLatch closed = new CountDownLatch(1);

    volatile String needsToken = "";
    volatile String errorCode = "";
    volatile String listing = "";
    volatile Ranges ranges = Ranges.HONOURED;

    /** What the store makes of a Range header. */
    enum Ranges {
        HONOURED,
        IGNORED
    }

    FakeHub() throws IOException {
        hub.createContext("/", this::answer);
        store.createContext("/", this::serve);
        for (HttpServer server : List.of(hub, store)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    URI endpoint() {
        return URI.create("http://localhost:" + hub.getAddress().getPort());
    }

    void put(String path, byte[] content) {
        files.put(path, content);
    }

    static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    List<Asked> askedOfStore() {
        return asked.stream().filter(a -> a.path().startsWith("/store/")).toList();
    }

    private void note(HttpExchange exchange) {
        asked.add(new Asked(
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Range"))));
    }

    private void answer(HttpExchange exchange) throws IOException {
        note(exchange);
        String path = exchange.getRequestURI().getPath();
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        if (!errorCode.isEmpty() || !needsToken.isEmpty() && !("Bearer " + needsToken).equals(token)) {
            exchange.getResponseHeaders().add("X-Error-Code", errorCode.isEmpty() ? "GatedRepo" : errorCode);
            end(exchange, errorCode.endsWith("NotFound") ? 404 : 403);
        } else if (path.equals("/api/models/" + NAME + "/revision/main")) {
            byte[] body = (listing.isEmpty() ? listing() : listing).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        } else if (path.startsWith("/" + NAME + "/resolve/" + COMMIT + "/")) {
            String name = path.substring(("/" + NAME + "/resolve/" + COMMIT + "/").length());
            byte[] content = files.get(name);
            if (content == null) {
                end(exchange, 404);
            } else if (content.length < LARGE) {
                exchange.getResponseHeaders().add("ETag", "\"" + gitSha1(content) + "\"");
                exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
                exchange.close();
            } else {
                exchange.getResponseHeaders()
                        .add(
                                "Location",
                                "http://localhost:" + store.getAddress().getPort() + "/store/" + name + "?signed=1");
                exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + sha256(content) + "\"");
                end(exchange, 302);
            }
        } else {
            end(exchange, 404);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        note(exchange);
        byte[] content = files.get(exchange.getRequestURI().getPath().substring("/store/".length()))
                .clone();
        if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            end(exchange, 503);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        boolean part = range != null && ranges == Ranges.HONOURED;
        int from = part ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        if (from >= content.length) {
            end(exchange, 416);
            return;
        }
        if (wrong.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            content[from] ^= 1;
        }
        if (part) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int left = content.length - from;
        exchange.sendResponseHeaders(part ? 206 : 200, left);
        OutputStream out = exchange.getResponseBody();
        boolean cut = cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        boolean stall = stalls.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        out.write(content, from, cut || stall ? left / 2 : left);
        out.flush();
        if (stall) {
            untilClosed();
        }
        exchange.close();
    }

    private void untilClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private String listing() {
        StringBuilder siblings = new StringBuilder();
        files.forEach((path, content) -> siblings.append(siblings.isEmpty() ? "" : ", ")
                .append("{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"%s}"
                        .formatted(
                                path,
                                content.length,
                                gitSha1(content),
                                content.length < LARGE
                                        ? ""
                                        : ", \"lfs\": {\"sha256\": \"%s\", \"size\": %d, \"pointerSize\": 130}"
                                                .formatted(sha256(content), content.length))));
        return "{\"id\": \"%s\", \"sha\": \"%s\", \"gated\": false, \"siblings\": [%s]}"
                .formatted(NAME, COMMIT, siblings);
    }

    static String sha256(byte[] content) {
        return digest("SHA-256", content);
    }

    static String gitSha1(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return digest("SHA-1", all);
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }
}
