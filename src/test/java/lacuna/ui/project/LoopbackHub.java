package lacuna.ui.project;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A hub with one repository of one small file. */
final class LoopbackHub implements AutoCloseable {

    private static final String CONTENT = "{\"model_type\":\"toy\"}";
    private static final String LISTING =
            "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [{\"rfilename\": \"config.json\","
                    + " \"size\": 20, \"blobId\": \"27d4863651d013b478d9bbb31b830aa839ef5519\"}]}";

    private final HttpServer server;

    LoopbackHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = exchange.getRequestURI().getPath().startsWith("/api/") ? LISTING : CONTENT;
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
