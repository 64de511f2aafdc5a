package lacuna.tensor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How much memory this process may still take: the least of what the machine has and what the limits of its control groups leave.
 * Pages of files count as free, because the system drops them when memory is asked for.
 *
 * @param bytes free
 * @param source what sets the bound, for messages
 */
public record FreeMemory(long bytes, String source) {

    private static final double GIB = 1L << 30;

    /** As things stand. */
    public static FreeMemory now() {
        return read(Path.of("/"));
    }

    /** As the files under a root say, which is another than / in tests. */
    static FreeMemory read(Path root) {
        FreeMemory least = machine(root);
        for (FreeMemory group : controlGroups(root)) {
            if (group.bytes() < least.bytes()) {
                least = group;
            }
        }
        return least;
    }

    /** "7.4 GiB (limit of the container)". */
    @Override
    public String toString() {
        return gibibytes(bytes) + " (" + source + ")";
    }

    /** "7.4 GiB". */
    public static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
    }

    private static FreeMemory machine(Path root) {
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return new FreeMemory(number(line) << 10, "free on this machine");
            }
        }
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        // assumption: elsewhere "free" leaves out what the system would give back, so only what can never fit is
        // refused
        long bytes = attribute(windows ? "FreeMemorySize" : "TotalMemorySize");
        return new FreeMemory(bytes, windows ? "free on this machine" : "memory of this machine");
    }

    private static long attribute(String name) {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), name);
            return value instanceof Number number ? number.longValue() : Long.MAX_VALUE;
        } catch (JMException e) {
            return Long.MAX_VALUE; // unknown: nothing is refused
        }
    }

    /** Every group from this process's own up to the root, in either version of control groups. */
    private static List<FreeMemory> controlGroups(Path root) {
        List<FreeMemory> found = new ArrayList<>();
        Path mount = root.resolve("sys/fs/cgroup");
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && (parts[1].isEmpty() || parts[1].equals("memory"))) {
                boolean unified = parts[1].isEmpty();
                Path top = unified ? mount : mount.resolve("memory");
                Path group = top.resolve(parts[2].replaceFirst("^/+", "")).normalize();
                for (Path at = group; at != null && at.startsWith(top); at = at.getParent()) {
                    addGroup(found, at, unified);
                }
            }
        }
        return found;
    }

    private static void addGroup(List<FreeMemory> found, Path group, boolean unified) {
        List<String> limit = lines(group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"));
        List<String> usage = lines(group.resolve(unified ? "memory.current" : "memory.usage_in_bytes"));
        if (limit.isEmpty() || usage.isEmpty() || limit.get(0).equals("max")) {
            return;
        }
        long files = 0;
        for (String line : lines(group.resolve("memory.stat"))) {
            String prefix = unified ? "" : "total_";
            if (line.startsWith(prefix + "inactive_file ") || line.startsWith(prefix + "active_file ")) {
                files += number(line);
            }
        }
        long free = number(limit.get(0)) - Math.max(0, number(usage.get(0)) - files);
        found.add(new FreeMemory(Math.max(0, free), "limit of the container"));
    }

    private static long number(String line) {
        String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 18 ? Long.MAX_VALUE >> 11 : Long.parseLong(digits);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // a file that may not be read sets no bound
        }
    }
}
