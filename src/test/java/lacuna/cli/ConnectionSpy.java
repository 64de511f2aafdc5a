package lacuna.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.util.List;
import lacuna.Lacuna;

/**
 * Runs Lacuna in a process of its own and prints a line for every connection that anything in it asks for. Two places are watched:
 * every {@link Socket} of the platform, also those under URL connections; and the proxy selector, which URL connections and the HTTP
 * client ask before they even look up a name. Nothing is let out.
 */
public final class ConnectionSpy {

    /** Begins each line about a connection. */
    static final String MARK = "CONNECTION ";

    /** First argument that opens a plain socket instead of starting Lacuna. */
    static final String PLAIN_SOCKET = "plain-socket";

    private ConnectionSpy() {}

    /** Arguments as of Lacuna. */
    @SuppressWarnings("deprecation") // there is no other way to see every socket
    public static void main(String[] args) throws IOException {
        Socket.setSocketImplFactory(RefusingSocket::new);
        ProxySelector.setDefault(new AskedFor());
        if (args[0].equals(PLAIN_SOCKET)) {
            try (Socket socket = new Socket(Proxy.NO_PROXY)) {
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 80));
            } catch (IOException refused) {
                print(refused.getMessage());
            }
            return;
        }
        Lacuna.main(args);
    }

    private static void print(Object what) {
        System.out.println(what);
        System.out.flush();
    }

    private static final class AskedFor extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            print(MARK + uri);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // it always fails: that is the idea
        }
    }

    /** Tells where it should connect to, and does not. */
    private static final class RefusingSocket extends SocketImpl {

        private static void refuse(Object where) throws IOException {
            print(MARK + where);
            throw new ConnectException("refused by the spy");
        }

        @Override
        protected void connect(String host, int port) throws IOException {
            refuse(host + ":" + port);
        }

        @Override
        protected void connect(InetAddress where, int port) throws IOException {
            refuse(where + ":" + port);
        }

        @Override
        protected void connect(SocketAddress where, int timeout) throws IOException {
            refuse(where);
        }

        @Override
        protected void create(boolean stream) {}

        @Override
        protected void bind(InetAddress host, int port) {}

        @Override
        protected void listen(int backlog) {}

        @Override
        protected void accept(SocketImpl other) throws IOException {
            throw new IOException("not here");
        }

        @Override
        protected InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        protected OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        protected int available() {
            return 0;
        }

        @Override
        protected void close() {}

        @Override
        protected void sendUrgentData(int data) {}

        @Override
        public void setOption(int option, Object value) {}

        @Override
        public Object getOption(int option) {
            return 0;
        }
    }
}
