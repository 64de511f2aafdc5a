package lacuna.text;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;

/**
 * A corpus file as bytes: unpacked where its name says that it is packed, and never more than memory holds, whatever the file claims.
 *
 * @param sha256 of the file as it lies on disk, hexadecimal
 */
record CorpusBytes(byte[] bytes, String sha256) {

    // decision: text takes two to four times its bytes while it is decoded and cut into documents
    private static final long SHARE_OF_HEAP = 6;
    private static final long MOST = 1L << 30;

    /** Bytes that a corpus may have in memory. */
    static long limit() {
        return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** @throws LacunaException if the file is missing, damaged, or unpacks to more than {@code limit} bytes */
    static CorpusBytes read(Path file, long limit) throws LacunaException {
        MessageDigest digest = newDigest();
        try (InputStream raw = new DigestInputStream(Files.newInputStream(file), digest);
                InputStream in = unpacked(raw, CorpusForm.Packing.of(file))) {
            byte[] bytes = in.readNBytes(Math.toIntExact(limit + 1));
            if (bytes.length > limit) {
                throw tooLarge(file, limit);
            }
            raw.transferTo(OutputStream.nullOutputStream());
            return new CorpusBytes(bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no corpus " + file + ". Check the path.", e);
        } catch (EOFException | ZipException | ZstdIOException e) {
            throw new LacunaException(
                    file + " is packed, but cut off or damaged: " + e.getMessage() + ". Fetch or pack it again.", e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, limit);
        }
    }

    /** Of a file that is not read as a whole. */
    static String hash(Path file) throws LacunaException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static LacunaException tooLarge(Path file, long limit) {
        return new LacunaException(file + " holds more than " + (limit >> 20)
                + " MiB, more than fits in memory as a corpus. Take a part of it, or give Java more memory (-Xmx).");
    }

    private static InputStream unpacked(InputStream raw, CorpusForm.Packing packing) throws IOException {
        return switch (packing) {
            case NONE -> raw;
            case GZIP -> new GZIPInputStream(raw, 1 << 16);
            case ZSTANDARD -> new ZstdInputStream(raw);
        };
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
