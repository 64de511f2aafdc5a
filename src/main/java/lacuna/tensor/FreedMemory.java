package lacuna.tensor;

import com.sun.jna.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of memory that PyTorch frees on the CPU. Under glibc an array of some megabytes comes from the system each time it is made,
 * and every page of it costs a fault when first touched. Here freed memory stays with the process, so that the next array finds it
 * there, until {@link #giveBack()}. Elsewhere than on Linux, and where the environment sets glibc's allocator, nothing is changed.
 */
public final class FreedMemory {

    private static final Logger LOG = LoggerFactory.getLogger(FreedMemory.class);

    // parameters of mallopt(3)
    private static final int TRIM_THRESHOLD = -1;
    private static final int TOP_PAD = -2;
    private static final int MMAP_THRESHOLD = -3;

    /** The most that glibc takes: larger arrays come from the system as before. */
    private static final int LARGEST_KEPT = 32 << 20;

    /** A heap of a thread is this large; asking for as much more than is needed keeps empty ones. */
    private static final int HEAP = 64 << 20;

    private FreedMemory() {}

    /** Takes effect for memory that is asked for afterwards. */
    static void keep() {
        if (isOurs()) {
            call("mallopt", MMAP_THRESHOLD, LARGEST_KEPT);
            call("mallopt", TRIM_THRESHOLD, Integer.MAX_VALUE);
            call("mallopt", TOP_PAD, HEAP);
        }
    }

    /** Hands what is free back to the system, as behind a long job. */
    public static void giveBack() {
        if (isOurs()) {
            call("malloc_trim", 0L);
        }
    }

    private static boolean isOurs() {
        return System.getProperty("os.name", "").startsWith("Linux")
                && Stream.of("GLIBC_TUNABLES", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_")
                        .allMatch(name -> System.getenv(name) == null);
    }

    private static void call(String function, Object... arguments) {
        try {
            Function.getFunction("c", function).invokeInt(arguments);
        } catch (LinkageError e) {
            LOG.debug("{} is not there", function, e); // another C library
        }
    }
}
