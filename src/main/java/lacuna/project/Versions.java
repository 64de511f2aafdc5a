package lacuna.project;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Properties;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/** Which builds are at work: for {@code run.json}, {@code doctor} and the window's about box. */
public final class Versions {

    private static final String UNKNOWN = "unknown";

    private Versions() {}

    /** This program's version, "development" when it runs from class files. */
    public static String lacuna() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * SHA-256 that tells this build from others: of the program's jar, or of its class files and resources with their names, in order.
     * "unknown" where neither can be found.
     */
    public static String code() {
        try {
            CodeSource source = Versions.class.getProtectionDomain().getCodeSource();
            Path place = source == null ? null : Path.of(source.getLocation().toURI());
            return place == null ? UNKNOWN : Fingerprints.ofTree(place);
        } catch (URISyntaxException | IOException | IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    public static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
    }

    public static String operatingSystem() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    /** Read without loading any of JavaFX, which may be absent on a server. */
    public static String javaFx() {
        try (InputStream in = Versions.class.getResourceAsStream("/javafx.properties")) {
            if (in == null) {
                return "not installed";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("javafx.version", UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Version of Deep Java Library, from its jar. */
    public static String djl() {
        URL marker = Versions.class.getResource("/ai/djl/engine/api.properties");
        return marker == null ? "not installed" : specification(marker);
    }

    private static String specification(URL insideJar) {
        try {
            if (insideJar.openConnection() instanceof JarURLConnection jar) {
                Attributes attributes =
                        jar.getManifest() == null ? null : jar.getManifest().getMainAttributes();
                return orUnknown(
                        attributes == null ? null : attributes.getValue(Attributes.Name.SPECIFICATION_VERSION));
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }

    private static String orUnknown(@Nullable String version) {
        return version == null ? UNKNOWN : version;
    }
}
