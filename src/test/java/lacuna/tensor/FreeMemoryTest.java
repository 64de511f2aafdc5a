package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    @Test
    void theMachineBoundsWhereNoGroupDoes() throws Exception {
        write("proc/meminfo", "MemTotal: 25165824 kB\nMemFree: 100 kB\nMemAvailable:   20971520 kB\n");
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/memory.current", "5\n");
        assertThat(FreeMemory.read(root)).isEqualTo(new FreeMemory(20 * GIB, "free on this machine"));
    }

    @Test
    void aUnifiedGroupsLimitCountsWithoutPagesOfFiles() throws Exception {
        write("proc/meminfo", "MemAvailable:   20971520 kB\n");
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/memory.max", 8 * GIB + "\n");
        write("sys/fs/cgroup/a/memory.current", 7 * GIB + "\n");
        write("sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file " + 2 * GIB + "\nactive_file " + GIB + "\n");
        assertThat(FreeMemory.read(root)).hasToString("4.0 GiB (limit of the container)");
    }

    @Test
    void anOlderGroupsLimitCounts() throws Exception {
        write("proc/meminfo", "MemAvailable:   20971520 kB\n");
        write("proc/self/cgroup", "9:cpu:/\n4:memory:/x\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");
        write("sys/fs/cgroup/memory/x/memory.limit_in_bytes", 3 * GIB + "\n");
        write("sys/fs/cgroup/memory/x/memory.usage_in_bytes", GIB + "\n");
        write("sys/fs/cgroup/memory/x/memory.stat", "inactive_file 9\ntotal_inactive_file 0\n");
        assertThat(FreeMemory.read(root).bytes()).isEqualTo(2 * GIB);
    }

    @Test
    void thisMachineHasSome() {
        assertThat(FreeMemory.now().bytes()).isGreaterThan(100 << 20);
    }

    private void write(String path, String text) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
