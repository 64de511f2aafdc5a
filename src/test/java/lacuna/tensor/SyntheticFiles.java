package lacuna.tensor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small NumPy and PyTorch archives for tests, byte by byte as those libraries do. */
public final class SyntheticFiles {

    /** How the entries of a ZIP file are kept. */
    public enum Packing {
        STORED,
        DEFLATED
    }

    /** Values with a shape; {@code fortran} writes them column by column and says so. */
    public record Array(float[] values, boolean fortran, long... shape) {
        public static Array of(float[] values, long... shape) {
            return new Array(values, false, shape);
        }

        public Array fortranOrdered() {
            return new Array(values, true, shape);
        }

        /** The values in the order of the file. */
        float[] inFile() {
            if (!fortran || shape.length != 2) {
                return values;
            }
            float[] turned = new float[values.length];
            for (int row = 0; row < shape[0]; row++) {
                for (int column = 0; column < shape[1]; column++) {
                    turned[column * (int) shape[0] + row] = values[row * (int) shape[1] + column];
                }
            }
            return turned;
        }
    }

    private SyntheticFiles() {}

    public static byte[] npy(Array array) throws IOException {
        StringBuilder shape = new StringBuilder("(");
        for (long dimension : array.shape()) {
            shape.append(dimension).append(", ");
        }
        String text = "{'descr': '<f4', 'fortran_order': " + (array.fortran() ? "True" : "False") + ", 'shape': "
                + shape + "), }";
        int padding = 64 - (10 + text.length() + 1) % 64;
        byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length & 0xFF);
        out.write(header.length >>> 8);
        out.write(header);
        out.write(bytes(array.inFile()));
        return out.toByteArray();
    }

    public static void npz(Path file, Packing packing, Map<String, Array> arrays) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Array> array : arrays.entrySet()) {
            entries.put(array.getKey() + ".npy", npy(array.getValue()));
        }
        zip(file, packing, entries);
    }

    /**
     * What {@code torch.save} makes of a dictionary.
     *
     * @param content values are Array, Long, Double, String or a Map of these
     */
    public static void pt(Path file, Map<String, ?> content) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        DataOutputStream out = new DataOutputStream(pickle);
        out.write(new byte[] {(byte) 0x80, 2});
        map(out, content, storages);
        out.write('.');
        entries.put("archive/data.pkl", pickle.toByteArray());
        entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        storages.forEach((name, bytes) -> entries.put("archive/data/" + name, bytes));
        zip(file, Packing.STORED, entries);
    }

    /** A PyTorch archive with a pickle of one's own. */
    public static void pickled(Path file, byte[] pickle) throws IOException {
        zip(file, Packing.STORED, Map.of("archive/data.pkl", pickle));
    }

    private static void map(DataOutputStream out, Map<String, ?> content, Map<String, byte[]> storages)
            throws IOException {
        out.writeBytes("ccollections\nOrderedDict\n)R(");
        for (Map.Entry<String, ?> entry : content.entrySet()) {
            string(out, entry.getKey());
            Object value = entry.getValue();
            if (value instanceof Array array) {
                tensor(out, array, storages);
            } else if (value instanceof Map<?, ?> inner) {
                @SuppressWarnings("unchecked")
                Map<String, ?> typed = (Map<String, ?>) inner;
                map(out, typed, storages);
            } else if (value instanceof Long number) {
                integer(out, number);
            } else if (value instanceof Double number) {
                out.write('G');
                out.writeDouble(number);
            } else {
                string(out, String.valueOf(value));
            }
        }
        out.write('u');
    }

    private static void tensor(DataOutputStream out, Array array, Map<String, byte[]> storages) throws IOException {
        String key = String.valueOf(storages.size());
        storages.put(key, bytes(array.inFile()));
        out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
        string(out, "storage");
        out.writeBytes("ctorch\nFloatStorage\n");
        string(out, key);
        string(out, "cuda:0");
        integer(out, array.values().length);
        out.write('t');
        out.write('Q');
        integer(out, 0);
        out.write('(');
        for (long dimension : array.shape()) {
            integer(out, dimension);
        }
        out.write('t');
        out.write('(');
        for (int i = 0; i < array.shape().length; i++) {
            long stride = 1;
            for (int j = array.fortran() ? 0 : i + 1; j < (array.fortran() ? i : array.shape().length); j++) {
                stride *= array.shape()[j];
            }
            integer(out, stride);
        }
        out.write('t');
        out.write(0x89);
        out.writeBytes("ccollections\nOrderedDict\n)R");
        out.write('t');
        out.write('R');
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeInt(Integer.reverseBytes(bytes.length));
        out.write(bytes);
    }

    private static void integer(DataOutputStream out, long value) throws IOException {
        out.write('J');
        out.writeInt(Integer.reverseBytes((int) value));
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static void zip(Path file, Packing packing, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                if (packing == Packing.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.getValue().length);
                    entry.setCompressedSize(content.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
    }
}
