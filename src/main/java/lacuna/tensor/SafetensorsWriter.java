package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Collects tensors and writes them as one safetensors file, whole or not at all. */
public final class SafetensorsWriter {

    private static final int CHUNK = 1 << 18;

    /** Floating values that are asked for a piece at a time, in order, while the file is written. */
    @FunctionalInterface
    public interface FloatSource {
        /** Fills the array with the values from an index on. */
        void read(long from, float[] into) throws IOException, LacunaException;
    }

    private sealed interface Source permits Floats, Longs, Ints, Streamed {
        long size();

        void put(ByteBuffer into, long from, long to) throws IOException, LacunaException;
    }

    private record Streamed(FloatSource source, long size, Dtype dtype) implements Source {
        @Override
        public void put(ByteBuffer into, long from, long to) throws IOException, LacunaException {
            float[] piece = new float[(int) (to - from)];
            source.read(from, piece);
            new Floats(piece, dtype).put(into, 0, piece.length);
        }
    }

    private record Floats(float[] values, Dtype dtype) implements Source {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer into, long from, long to) {
            for (int i = (int) from; i < to; i++) {
                switch (dtype) {
                    case F64 -> into.putDouble(values[i]);
                    case F32 -> into.putFloat(values[i]);
                    case BF16 -> into.putShort(Dtype.toBfloat16(values[i]));
                    case F16 -> into.putShort(Dtype.toFloat16(values[i]));
                    default -> throw new IllegalArgumentException("floats cannot be written as " + dtype);
                }
            }
        }
    }

    private record Longs(long[] values) implements Source {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer into, long from, long to) {
            for (int i = (int) from; i < to; i++) {
                into.putLong(values[i]);
            }
        }
    }

    private record Ints(int[] values) implements Source {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public void put(ByteBuffer into, long from, long to) {
            for (int i = (int) from; i < to; i++) {
                into.putInt(values[i]);
            }
        }
    }

    private record Pending(Source source, Dtype dtype, long[] shape) {}

    private final Map<String, Pending> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** Adds a string to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Adds f32 values; the shape's product must be their number. */
    public SafetensorsWriter floats(String name, float[] values, long... shape) {
        return floats(name, values, Dtype.F32, shape);
    }

    /** Adds values, rounded to F16 or BF16, or widened to F64, if so asked. */
    public SafetensorsWriter floats(String name, float[] values, Dtype dtype, long... shape) {
        return put(name, new Floats(values, dtype), dtype, shape);
    }

    /** Adds values that are never held all at once. */
    public SafetensorsWriter streamed(String name, FloatSource source, Dtype dtype, long... shape) {
        return put(name, new Streamed(source, new Shape(shape).size(), dtype), dtype, shape);
    }

    public SafetensorsWriter longs(String name, long[] values, long... shape) {
        return put(name, new Longs(values), Dtype.I64, shape);
    }

    public SafetensorsWriter ints(String name, int[] values, long... shape) {
        return put(name, new Ints(values), Dtype.I32, shape);
    }

    /** Adds a copy of a floating array, whatever its device, as the given format. */
    public SafetensorsWriter array(String name, NDArray array, Dtype dtype) {
        try (Scope scope = Scope.open()) {
            float[] values = array.getDataType() == DataType.FLOAT32
                    ? array.toFloatArray()
                    : array.toType(DataType.FLOAT32, true).toFloatArray();
            return floats(name, values, dtype, array.getShape().getShape());
        }
    }

    private SafetensorsWriter put(String name, Source source, Dtype dtype, long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        if (elements != source.size()) {
            throw new IllegalArgumentException(name + ": " + source.size() + " values for " + elements + " elements");
        }
        tensors.put(name, new Pending(source, dtype, shape.clone()));
        return this;
    }

    /** @throws LacunaException if the disk is full or the folder cannot be written; an older file is then untouched */
    public void write(Path file) throws LacunaException {
        byte[] header = header();
        AtomicFiles.writeChannel(file, channel -> {
            ByteBuffer lead = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            lead.putLong(header.length).put(header).flip();
            writeFully(channel, lead);
            for (Pending tensor : tensors.values()) {
                writeTensor(channel, tensor);
            }
        });
    }

    private byte[] header() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = root.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        long offset = 0;
        for (Map.Entry<String, Pending> tensor : tensors.entrySet()) {
            Pending pending = tensor.getValue();
            ObjectNode node = root.putObject(tensor.getKey());
            node.put("dtype", pending.dtype().name());
            var shape = node.putArray("shape");
            for (long dimension : pending.shape()) {
                shape.add(dimension);
            }
            long end = offset + pending.source().size() * pending.dtype().bytes();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String text = Json.line(root);
        int padding =
                (8 - text.getBytes(StandardCharsets.UTF_8).length % 8) % 8; // data begin aligned, as the format advises
        return (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeTensor(FileChannel channel, Pending tensor) throws IOException, LacunaException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * tensor.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long size = tensor.source().size();
        for (long from = 0; from < size; from += CHUNK) {
            buffer.clear();
            tensor.source().put(buffer, from, Math.min(from + CHUNK, size));
            buffer.flip();
            writeFully(channel, buffer);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
