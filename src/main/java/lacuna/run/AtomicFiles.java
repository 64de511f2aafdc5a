package lacuna.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either whole or not there: written beside their place under another name, forced to disk, then moved. */
public final class AtomicFiles {

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content of a file at positions of its own choosing. */
    @FunctionalInterface
    public interface ChannelContent {
        void writeTo(FileChannel channel) throws IOException, LacunaException;
    }

    private AtomicFiles() {}

    /** @throws LacunaException if the disk is full or the folder cannot be written; the old file is then untouched */
    public static void write(Path file, Content content) throws LacunaException {
        writeChannel(file, channel -> {
            OutputStream out = new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
        });
    }

    /** @throws LacunaException if the disk is full or the folder cannot be written; the old file is then untouched */
    public static void writeChannel(Path file, ChannelContent content) throws LacunaException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(part, target);
        } catch (LacunaException e) {
            deleteQuietly(part);
            throw e;
        } catch (IOException e) {
            deleteQuietly(part);
            throw new LacunaException(
                    "Cannot write " + file + ": " + IoReason.of(e)
                            + ". Free some space or choose another folder; nothing was changed.",
                    e);
        }
    }

    /** Removes a folder of ours and all in it; what cannot be removed stays. */
    public static void deleteTree(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted(java.util.Comparator.reverseOrder()).forEach(AtomicFiles::deleteQuietly);
        } catch (IOException ignored) {
            // decision: only temporary folders come here; the system clears them in the end
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // decision: the first error is the one worth telling; a left-over .part file is never read
        }
    }
}
