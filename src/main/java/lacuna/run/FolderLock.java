package lacuna.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one writer: a second one, in this process or another, is refused while it is held. The operating system releases it
 * with its process, however that ends, so that a killed run leaves no lock behind.
 */
public final class FolderLock implements AutoCloseable {

    /** Name of the file in the folder; empty, and left there. */
    public static final String FILE = ".lock";

    /**
     * Folders that this process holds. decision: asked before the file is opened, because on POSIX systems closing any handle of a file,
     * such as a refused writer's, gives up every lock that the process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws LacunaException if another writer holds the folder, or nothing can be written there */
    public static FolderLock take(Path folder) throws LacunaException {
        Path real = real(folder);
        if (!HELD.add(real)) {
            throw held(folder);
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock == null) {
                throw held(folder);
            }
            return new FolderLock(real, channel);
        } catch (IOException e) {
            throw unwritable(folder, e);
        } finally {
            if (lock == null) {
                closeQuietly(channel);
                HELD.remove(real);
            }
        }
    }

    private static Path real(Path folder) throws LacunaException {
        try {
            Files.createDirectories(folder);
            return folder.toRealPath();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static LacunaException unwritable(Path folder, IOException e) {
        return new LacunaException("Cannot write to " + folder + ": " + IoReason.of(e) + ". Choose another folder.", e);
    }

    private static LacunaException held(Path folder) {
        return new LacunaException(folder + " is being written by another run of Lacuna. Wait until that has ended, or"
                + " name another folder.");
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException ignored) {
            // decision: the first error is the one worth telling
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        HELD.remove(folder);
    }
}
