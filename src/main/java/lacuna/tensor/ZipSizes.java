package lacuna.tensor;

import java.util.zip.ZipEntry;

/** Whether what a ZIP file says about the sizes of its entries can be true. */
final class ZipSizes {

    // Deflate cannot shrink anything more than 1032 times.
    private static final long LARGEST_RATIO = 1032;

    private ZipSizes() {}

    /** @param fileSize length of the whole ZIP file */
    static boolean plausible(ZipEntry entry, long fileSize) {
        long stored = entry.getCompressedSize();
        long size = entry.getSize();
        if (stored < 0 || size < 0 || stored > fileSize) {
            return false;
        }
        return entry.getMethod() == ZipEntry.STORED ? size == stored : size / LARGEST_RATIO <= stored;
    }
}
