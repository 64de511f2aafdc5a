package lacuna.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds in memory, native memory included. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** The largest resident set so far where Linux tells it; elsewhere the heap in use, which is less than the truth. */
    static long peakBytes() {
        return told("VmHWM:");
    }

    /** The resident set now; elsewhere as above. */
    static long bytes() {
        return told("VmRSS:");
    }

    private static long told(String name) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(name)) {
                    return 1024
                            * Long.parseLong(line.substring(name.length())
                                    .replace("kB", "")
                                    .strip());
                }
            }
        } catch (IOException e) {
            // not Linux
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
