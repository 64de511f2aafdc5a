package lacuna.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lacuna.run.LacunaException;
import lacuna.tensor.TensorInfo.Layout;

/**
 * A NumPy archive: a ZIP file (ZIP64 too) with an array {@code NAME.npy} an entry, stored or deflated. Arrays of Python objects are
 * refused, since reading them would run a pickle.
 */
public final class Npz extends ZippedTensors {

    private static final int LARGEST_HEADER = 1 << 16;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, L]*)\\)");

    private Npz(Path file) throws IOException {
        super(file, "array", new ZipFile(file.toFile()));
    }

    /** @throws LacunaException if the file is missing, damaged, or no NumPy archive */
    public static Npz open(Path file) throws LacunaException {
        return opened(file, () -> new Npz(file), what -> broken(file, what));
    }

    @Override
    void search() throws IOException, LacunaException {
        long fileSize = Files.size(file());
        var entries = zip().entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".npy")) {
                if (!ZipSizes.plausible(entry, fileSize)) {
                    throw broken(file(), "entry " + entry.getName() + " claims a size that cannot be true");
                }
                add(member(file(), zip(), entry));
            }
        }
        if (names().isEmpty()) {
            throw broken(file(), "it holds no arrays");
        }
    }

    private static Member member(Path file, ZipFile zip, ZipEntry entry) throws IOException, LacunaException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] lead = in.readNBytes(8);
            if (lead.length < 8 || !java.util.Arrays.equals(MAGIC, 0, 6, lead, 0, 6)) {
                throw broken(file, "entry " + entry.getName() + " is not a NumPy array");
            }
            int lengthBytes = lead[6] == 1 ? 2 : 4;
            byte[] lengthField = in.readNBytes(lengthBytes);
            if (lengthField.length < lengthBytes) {
                throw broken(file, "entry " + entry.getName() + " ends in its header");
            }
            ByteBuffer field = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN);
            long length = lengthBytes == 2 ? field.getShort() & 0xFFFF : field.getInt() & 0xFFFFFFFFL;
            if (length > LARGEST_HEADER) {
                throw broken(file, "entry " + entry.getName() + " claims a header of " + length + " bytes");
            }
            byte[] header = in.readNBytes((int) length);
            if (header.length < length) {
                throw broken(file, "entry " + entry.getName() + " ends in its header");
            }
            int headerBytes = 8 + lengthBytes + header.length;
            TensorInfo info = info(file, entry, new String(header, StandardCharsets.ISO_8859_1));
            long needed = headerBytes + info.size() * info.dtype().bytes();
            if (entry.getSize() != needed) {
                throw broken(file, "array " + info + " needs " + needed + " bytes, but there are " + entry.getSize());
            }
            return new Member(info, entry, headerBytes);
        }
    }

    private static TensorInfo info(Path file, ZipEntry entry, String header) throws LacunaException {
        String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
        Matcher description = DESCRIPTION.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!description.find() || !order.find() || !shape.find()) {
            throw broken(file, "the header of array " + name + " is not of the NumPy format");
        }
        Dtype dtype = switch (description.group(1)) {
            case "<f4" -> Dtype.F32;
            case "<f8" -> Dtype.F64;
            case "<f2" -> Dtype.F16;
            case "<i8" -> Dtype.I64;
            case "<i4" -> Dtype.I32;
            case "|u1" -> Dtype.U8;
            default ->
                throw new LacunaException("Array " + name + " of " + file + " is of NumPy type '" + description.group(1)
                        + "', which is not read. Save it as float32.");
        };
        String[] parts = shape.group(1).replace("L", "").replace(" ", "").split(",");
        long[] dimensions = java.util.Arrays.stream(parts)
                .filter(part -> !part.isEmpty())
                .mapToLong(part -> part.length() > 12 ? -1 : Long.parseLong(part))
                .toArray();
        long size = 1;
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > 0 && size > Long.MAX_VALUE / 16 / dimension) {
                throw broken(file, "array " + name + " has the impossible shape (" + shape.group(1) + ")");
            }
            size *= dimension;
        }
        return new TensorInfo(
                name, dtype, dimensions, order.group(1).equals("True") ? Layout.COLUMN_MAJOR : Layout.ROW_MAJOR);
    }

    private static LacunaException broken(Path file, String what) {
        return new LacunaException(file + " is damaged or not a NumPy archive: " + what + ". Fetch or write it again.");
    }
}
