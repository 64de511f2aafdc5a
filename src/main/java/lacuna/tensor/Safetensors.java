package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lacuna.run.IoReason;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/**
 * A safetensors file, opened for reading: eight bytes of header length (little-endian), a JSON header, raw little-endian data. The
 * header is checked against the file's length before anything is allocated; data are mapped a tensor at a time.
 */
public final class Safetensors implements TensorFile {

    private static final long LARGEST_HEADER = 100L << 20;

    /**
     * One tensor's place.
     *
     * @param start first byte, counted from the file's beginning
     * @param length in bytes
     */
    public record Entry(String name, Dtype dtype, long[] shape, long start, long length) {
        /** Number of elements. */
        public long size() {
            return length / dtype.bytes();
        }

        @Override
        public String toString() {
            return name + " " + dtype + Arrays.toString(shape);
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    private Safetensors(
            Path file, FileChannel channel, long size, Map<String, Entry> entries, Map<String, String> metadata) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        this.entries = entries;
        this.metadata = metadata;
    }

    /** @throws LacunaException if the file is missing, truncated or not safetensors */
    public static Safetensors open(Path file) throws LacunaException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            Safetensors opened = parse(file, channel);
            channel = null;
            return opened;
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no file " + file + ". Check the path, or fetch the weights again.", e);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static Safetensors parse(Path file, FileChannel channel) throws IOException, LacunaException {
        long size = channel.size();
        if (size < 8) {
            throw broken(file, "it has " + size + " bytes, too few for a header");
        }
        ByteBuffer lead = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, lead, 0);
        long headerLength = lead.getLong(0);
        if (headerLength < 2 || headerLength > LARGEST_HEADER || headerLength > size - 8) {
            throw broken(file, "its header claims " + headerLength + " bytes of a file of " + size);
        }
        ByteBuffer header = ByteBuffer.allocate((int) headerLength);
        readFully(channel, header, 8);
        JsonNode root = Json.parseTree(new String(header.array(), StandardCharsets.UTF_8), "The header of " + file);
        if (!root.isObject()) {
            throw broken(file, "its header is not a JSON object");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), 8 + headerLength, size));
            }
        }
        return new Safetensors(file, channel, size, entries, metadata);
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataStart, long fileSize)
            throws LacunaException {
        Dtype dtype;
        try {
            dtype = Dtype.valueOf(node.path("dtype").asText());
        } catch (IllegalArgumentException e) {
            throw new LacunaException(
                    "Tensor " + name + " of " + file + " has dtype "
                            + node.path("dtype").asText() + ", which is not supported. Convert it to F32, F16 or BF16.",
                    e);
        }
        JsonNode dimensions = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!dimensions.isArray() || offsets.size() != 2) {
            throw broken(file, "tensor " + name + " has no shape or no data_offsets");
        }
        long[] shape = new long[dimensions.size()];
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong(-1);
            if (shape[i] < 0 || (shape[i] > 0 && elements > Long.MAX_VALUE / 8 / shape[i])) {
                throw broken(file, "tensor " + name + " has the impossible shape " + dimensions);
            }
            elements *= shape[i];
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (begin < 0 || end < begin || end > fileSize - dataStart) {
            throw broken(
                    file,
                    "tensor " + name + " should end at data byte " + end + ", but only " + (fileSize - dataStart)
                            + " bytes of data are there");
        }
        if (end - begin != elements * dtype.bytes()) {
            throw broken(
                    file,
                    "tensor " + name + " of shape " + dimensions + " and dtype " + dtype + " needs "
                            + elements * dtype.bytes() + " bytes, but " + (end - begin) + " are set aside");
        }
        return new Entry(name, dtype, shape, dataStart + begin, end - begin);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public TensorInfo info(String name) throws LacunaException {
        Entry entry = entry(name);
        return new TensorInfo(name, entry.dtype(), entry.shape(), TensorInfo.Layout.ROW_MAJOR);
    }

    @Override
    public InputStream open(String name) throws IOException, LacunaException {
        return new ChannelRange(channel, entry(name).start(), entry(name).length());
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The header's free-form strings. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The whole file's length. */
    long bytes() {
        return size;
    }

    /** @throws LacunaException if there is no such tensor; the message lists a few that are there */
    public Entry entry(String name) throws LacunaException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new LacunaException(
                    file + " holds no tensor " + name + " (it has " + entries.size() + ", for example "
                            + entries.keySet().stream().limit(3).toList() + "). Is it the right kind of file?");
        }
        return entry;
    }

    /** @throws LacunaException if the tensor is missing or of another shape */
    public Entry require(String name, long... shape) throws LacunaException {
        Entry entry = entry(name);
        if (!Arrays.equals(entry.shape(), shape)) {
            throw new LacunaException(
                    "Tensor " + name + " of " + file + " has shape " + Arrays.toString(entry.shape()) + ", expected "
                            + Arrays.toString(shape) + ". The file does not fit its configuration or its model.");
        }
        return entry;
    }

    /** The tensor's bytes, mapped, little-endian. */
    public ByteBuffer bytes(String name) throws LacunaException {
        Entry entry = entry(name);
        if (entry.length() > Integer.MAX_VALUE) {
            throw new LacunaException("Tensor " + name + " of " + file + " is larger than 2 GiB ("
                    + (entry.length() >> 20) + " MiB), which cannot be mapped in one piece.");
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.start(), entry.length())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new LacunaException("Cannot map tensor " + name + " of " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /** Any floating tensor as f32, row-major. */
    public float[] floats(String name) throws LacunaException {
        Entry entry = entry(name);
        ByteBuffer bytes = bytes(name); // refuses what is too large, before anything is allocated
        float[] values = new float[Math.toIntExact(entry.size())];
        convert(bytes, entry, FloatBuffer.wrap(values));
        return values;
    }

    /** A stretch of a floating tensor as f32, from an element on. */
    public void read(Entry entry, long from, float[] into) throws IOException, LacunaException {
        int bytes = entry.dtype().bytes();
        ByteBuffer region = channel.map(
                        FileChannel.MapMode.READ_ONLY, entry.start() + from * bytes, (long) into.length * bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        convert(region, entry, FloatBuffer.wrap(into));
    }

    /** An i64 or i32 tensor, row-major. */
    public long[] longs(String name) throws LacunaException {
        Entry entry = entry(name);
        ByteBuffer bytes = bytes(name);
        long[] values = new long[Math.toIntExact(entry.size())];
        switch (entry.dtype()) {
            case I64 -> bytes.asLongBuffer().get(values);
            case I32 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.getInt(4 * i);
                }
            }
            default ->
                throw new LacunaException(
                        "Tensor " + name + " of " + file + " is " + entry.dtype() + ", expected whole numbers.");
        }
        return values;
    }

    /**
     * Copies a floating tensor into the engine as f32 on the manager's device. Not registered with any open {@link Scope}: weights
     * live as long as their manager.
     */
    public NDArray load(NDManager manager, String name) throws LacunaException {
        Entry entry = entry(name);
        if (entry.size() > Integer.MAX_VALUE / 4) {
            throw new LacunaException("Tensor " + name + " of " + file + " is larger than 2 GiB as f32 ("
                    + (entry.size() >> 18) + " MiB), more than can be loaded in one piece. Take a smaller model.");
        }
        ByteBuffer data =
                ByteBuffer.allocateDirect(Math.toIntExact(entry.size() * 4)).order(ByteOrder.nativeOrder());
        convert(bytes(name), entry, data.asFloatBuffer());
        NDArray array = manager.create(data, new Shape(entry.shape()), DataType.FLOAT32);
        NDScope.unregister(array);
        return array;
    }

    private void convert(ByteBuffer bytes, Entry entry, FloatBuffer into) throws LacunaException {
        switch (entry.dtype()) {
            case F32 -> into.put(bytes.asFloatBuffer());
            case BF16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                while (shorts.hasRemaining()) {
                    into.put(Dtype.fromBfloat16(shorts.get()));
                }
            }
            case F16 -> {
                ShortBuffer shorts = bytes.asShortBuffer();
                while (shorts.hasRemaining()) {
                    into.put(Dtype.fromFloat16(shorts.get()));
                }
            }
            case F64 -> {
                var doubles = bytes.asDoubleBuffer();
                while (doubles.hasRemaining()) {
                    into.put((float) doubles.get());
                }
            }
            default ->
                throw new LacunaException("Tensor " + entry.name() + " of " + file + " is " + entry.dtype()
                        + ", expected floating-point numbers.");
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException ignored) {
                // nothing was written through it
            }
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            int read = channel.read(into, position + into.position());
            if (read < 0) {
                throw new IOException("the file ends early");
            }
        }
    }

    private static LacunaException broken(Path file, String what) {
        return new LacunaException(
                file + " is damaged or not a safetensors file: " + what + ". Fetch or write it again.");
    }
}
