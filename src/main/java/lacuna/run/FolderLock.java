package lacuna.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one writer: a second one, in this process or another, is refused while it is held. The operating system releases it
 * with its process, however that ends, so that a killed run leaves no lock behind.
 */
public final class FolderLock implements AutoCloseable {

    /** Name of the file in the folder; empty, and left there. */
    public static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LacunaException if another writer holds the folder, or nothing can be written there */
    public static FolderLock take(Path folder) throws LacunaException {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw held(folder);
            }
            return new FolderLock(channel);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw held(folder);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new LacunaException(
                    "Cannot write to " + folder + ": " + e.getMessage() + ". Choose another folder.", e);
        }
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
    }
}
