package lacuna.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import lacuna.run.AtomicFiles;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;

/**
 * The hub's cache of one repository, in the layout of its own tools: contents in {@code blobs} under their hash, {@code refs/main} with a
 * commit, and {@code snapshots/COMMIT} with links to the blobs (copies where the system makes no links).
 */
final class HubCache {

    private final Path folder;

    HubCache(Path cache, HubName name) {
        this.folder = cache.resolve(name.cacheFolder());
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The file in the snapshot, whole or not there. */
    Path place(String commit, HubFile file) {
        return snapshot(commit).resolve(file.path());
    }

    /** Where a file is gathered, under the name that the hub's own tools take up again. */
    Path part(HubFile file) {
        return folder.resolve("blobs").resolve(file.hash() + ".incomplete");
    }

    private Path blob(HubFile file) {
        return folder.resolve("blobs").resolve(file.hash());
    }

    /** Whether the content is here; then the snapshot has it too. */
    boolean has(String commit, HubFile file) throws LacunaException {
        try {
            Path place = place(commit, file);
            if (Files.isRegularFile(place) && Files.size(place) == file.size()) {
                return true;
            }
            if (Files.isRegularFile(blob(file)) && Files.size(blob(file)) == file.size()) {
                link(commit, file);
                return true;
            }
            return false;
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Bytes that an earlier attempt left. */
    long partSize(HubFile file) throws LacunaException {
        try {
            Files.createDirectories(folder.resolve("blobs"));
            return Files.exists(part(file)) ? Files.size(part(file)) : 0;
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    void dropPart(HubFile file) throws LacunaException {
        try {
            Files.deleteIfExists(part(file));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Whether what was gathered is what the hub promised. */
    boolean verifies(HubFile file) throws LacunaException {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance(file.check() == HubFile.Check.SHA_256 ? "SHA-256" : "SHA-1");
            if (file.check() == HubFile.Check.GIT_SHA_1) {
                digest.update(("blob " + file.size() + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            byte[] buffer = new byte[1 << 20];
            try (InputStream in = Files.newInputStream(part(file))) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
            return HexFormat.of().formatHex(digest.digest()).equals(file.hash());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has both
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Moves a verified file to its place. */
    void keep(String commit, HubFile file) throws LacunaException {
        try {
            Files.move(part(file), blob(file), StandardCopyOption.REPLACE_EXISTING);
            link(commit, file);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void link(String commit, HubFile file) throws IOException {
        Path place = place(commit, file);
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException(place + " has no folder");
        }
        Files.createDirectories(parent);
        Files.deleteIfExists(place);
        try {
            Files.createSymbolicLink(place, parent.relativize(blob(file)));
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(blob(file), place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void writeRef(String revision, String commit) throws LacunaException {
        if (!revision.equals(commit)) {
            AtomicFiles.write(
                    folder.resolve("refs").resolve(revision),
                    out -> out.write(commit.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** The commit that a revision named when it was last fetched. */
    Optional<String> commitOf(String revision) {
        try {
            Path ref = folder.resolve("refs").resolve(revision);
            String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : revision;
            return Files.isDirectory(snapshot(commit)) ? Optional.of(commit) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws LacunaException if the disk does not hold so much more */
    void requireSpace(long bytes) throws LacunaException {
        try {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new LacunaException("The files take " + HubSizes.of(bytes) + ", but the disk of " + folder
                        + " has " + HubSizes.of(free)
                        + " free. Free some space, or set HF_HUB_CACHE to another disk. Nothing was fetched.");
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private LacunaException cannotWrite(IOException e) {
        return new LacunaException(
                "Cannot use the hub's cache " + folder + ": " + IoReason.of(e)
                        + ". Check that it can be written, or set HF_HUB_CACHE to another folder.",
                e);
    }
}
