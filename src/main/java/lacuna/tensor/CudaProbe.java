package lacuna.tensor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at this machine and this start for what {@link CudaDiagnosis} reasons about. Needs no engine. */
public final class CudaProbe {

    private static final Pattern PYTHON_VERSION = Pattern.compile("__version__\\s*=\\s*['\"]([^'\"]+)");
    private static final int PATIENCE_SECONDS = 10;

    private CudaProbe() {}

    public static CudaFacts look(Torch.DeviceChoice asked) {
        String libraryPath = setting("PYTORCH_LIBRARY_PATH");
        return new CudaFacts(
                asked,
                System.getProperty("os.name"),
                property("/pytorch-engine.properties", "pytorch_version"),
                property("/native/lib/pytorch.properties", "flavor"),
                libraryPath,
                files(libraryPath),
                libraryVersion(libraryPath),
                setting("PYTORCH_VERSION"),
                setting("PYTORCH_FLAVOR"),
                orElse(System.getenv("CUDA_VISIBLE_DEVICES"), CudaFacts.UNSET),
                image(),
                driver());
    }

    /** An image sets a system property; the user's environment variable takes precedence over it. */
    private static CudaFacts.Image image() {
        if (System.getProperty("jpackage.app-path") == null || System.getenv("PYTORCH_LIBRARY_PATH") != null) {
            return CudaFacts.Image.NONE;
        }
        String system = System.getProperty("os.name").startsWith("Windows") ? "win" : "linux";
        String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
        String bridge = "/jnilib/" + system + "-" + processor + "/" + CudaDiagnosis.FLAVOR + "/"
                + System.mapLibraryName("djl_torch");
        return CudaProbe.class.getResource(bridge) == null
                ? CudaFacts.Image.WITHOUT_BRIDGE
                : CudaFacts.Image.WITH_BRIDGE;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** As the engine looks settings up. */
    private static String setting(String name) {
        return orElse(System.getenv(name), orElse(System.getProperty(name), ""));
    }

    private static String property(String resource, String key) {
        try (InputStream in = CudaProbe.class.getResourceAsStream(resource)) {
            if (in == null) {
                return "";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key, "");
        } catch (IOException e) {
            return "";
        }
    }

    private static Set<String> files(String libraryPath) {
        String first = libraryPath.split(Pattern.quote(File.pathSeparator))[0];
        if (first.isEmpty() || !Files.isDirectory(Path.of(first))) {
            return Set.of();
        }
        try (var entries = Files.list(Path.of(first))) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** From version.py of a Python installation, or build-version of a plain libtorch. */
    private static String libraryVersion(String libraryPath) {
        Path parent = libraryPath.isEmpty()
                ? null
                : Path.of(libraryPath.split(Pattern.quote(File.pathSeparator))[0])
                        .getParent();
        if (parent == null) {
            return "";
        }
        try {
            if (Files.isRegularFile(parent.resolve("version.py"))) {
                Matcher matcher = PYTHON_VERSION.matcher(Files.readString(parent.resolve("version.py")));
                return matcher.find() ? matcher.group(1) : "";
            }
            return Files.isRegularFile(parent.resolve("build-version"))
                    ? Files.readString(parent.resolve("build-version")).strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static CudaFacts.Driver driver() {
        try {
            return ask(new ProcessBuilder(
                            "nvidia-smi", "--query-gpu=name,driver_version,compute_cap", "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            return CudaFacts.Driver.MISSING;
        }
    }

    /** decision: waits first, because on a broken driver nvidia-smi hangs, and so would whoever reads from it; it says a few lines only. */
    static CudaFacts.Driver ask(Process nvidiaSmi) throws IOException {
        try {
            if (!nvidiaSmi.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new CudaFacts.Driver(
                        CudaFacts.State.FAILING, "nothing for " + PATIENCE_SECONDS + " seconds", List.of());
            }
            return driver(
                    nvidiaSmi.exitValue(),
                    new String(nvidiaSmi.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CudaFacts.Driver.MISSING;
        } finally {
            nvidiaSmi.destroyForcibly();
        }
    }

    /** Reads what nvidia-smi printed: "NVIDIA GeForce RTX 3060, 570.86, 8.6". */
    static CudaFacts.Driver driver(int exit, String said) {
        if (exit != 0) {
            String first = said.lines().findFirst().orElse("exit " + exit);
            return new CudaFacts.Driver(CudaFacts.State.FAILING, first, List.of());
        }
        List<CudaFacts.Gpu> gpus = new ArrayList<>();
        for (String line : said.lines().toList()) {
            String[] parts = line.split("\\s*,\\s*");
            if (parts.length >= 2) {
                gpus.add(new CudaFacts.Gpu(parts[0], parts[1], parts.length > 2 ? number(parts[2]) : 0));
            }
        }
        return new CudaFacts.Driver(CudaFacts.State.ANSWERING, "", gpus);
    }

    private static double number(String text) {
        return text.toLowerCase(Locale.ROOT).matches("\\d{1,3}(\\.\\d{1,3})?") ? Double.parseDouble(text) : 0;
    }
}
