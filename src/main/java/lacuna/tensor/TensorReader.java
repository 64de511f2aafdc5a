package lacuna.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import lacuna.run.LacunaException;
import lacuna.tensor.TensorInfo.Layout;

/**
 * Reads tensors of any file as f32. Matrices go into the engine in pieces of a few rows, so that one of any size costs its own memory
 * and little more, and none passes through a Java array.
 */
public final class TensorReader {

    private static final int PIECE = 1 << 22; // elements: 16 MiB as f32

    private final TensorFile tensors;

    public TensorReader(TensorFile tensors) {
        this.tensors = tensors;
    }

    public boolean has(String name) {
        return tensors.has(name);
    }

    public long[] shape(String name) throws LacunaException {
        return tensors.info(name).shape().clone();
    }

    /** @throws LacunaException if the tensor is missing or of another shape */
    public void require(String name, long... shape) throws LacunaException {
        TensorInfo info = tensors.info(name);
        if (!Arrays.equals(info.shape(), shape)) {
            throw new LacunaException("Tensor " + name + " of " + tensors.file() + " has shape "
                    + Arrays.toString(info.shape()) + ", expected " + Arrays.toString(shape)
                    + ". The file does not fit its configuration or its model.");
        }
    }

    /** A vector or a small array, row-major. */
    public float[] floats(String name) throws LacunaException {
        TensorInfo info = floating(name);
        if (info.size() > Integer.MAX_VALUE - 8) {
            throw new LacunaException(
                    info + " of " + tensors.file() + " has more values than one array takes. Is it the right file?");
        }
        if (info.layout() == Layout.COLUMN_MAJOR && info.shape().length > 2) {
            throw new LacunaException(info + " of " + tensors.file()
                    + " lies column by column, which is read of matrices only. Save it again in C order.");
        }
        float[] values = new float[(int) info.size()];
        try (InputStream in = tensors.open(name)) {
            FloatBuffer into = FloatBuffer.wrap(values);
            byte[] bytes = new byte
                    [Math.min(PIECE, Math.max(1, values.length)) * info.dtype().bytes()];
            while (into.hasRemaining()) {
                read(in, bytes, Math.min(PIECE, into.remaining()), info, into);
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        return info.layout() == Layout.COLUMN_MAJOR && info.shape().length == 2
                ? turned(values, (int) info.shape()[1], (int) info.shape()[0])
                : values;
    }

    private static float[] turned(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }

    /** A single number: a tensor without dimensions, or with one element. */
    public double scalar(String name) throws LacunaException {
        TensorInfo info = tensors.info(name);
        if (info.size() != 1) {
            throw new LacunaException(info + " of " + tensors.file() + " should be a single number.");
        }
        byte[] bytes = new byte[info.dtype().bytes()];
        try (InputStream in = tensors.open(name)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new EOFException("the data end early");
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        ByteBuffer value = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (info.dtype()) {
            case F64 -> value.getDouble();
            case F32 -> value.getFloat();
            case F16 -> Dtype.fromFloat16(value.getShort());
            case BF16 -> Dtype.fromBfloat16(value.getShort());
            case I64 -> value.getLong();
            case I32 -> value.getInt();
            case U8 -> value.get() & 0xFF;
        };
    }

    /** A matrix as it is, owned by the manager and not by any open {@link Scope}. */
    public NDArray matrix(NDManager manager, String name) throws LacunaException {
        TensorInfo info = floating(name);
        return fill(manager, info, info.layout() == Layout.COLUMN_MAJOR);
    }

    /** A matrix turned over. */
    public NDArray transposed(NDManager manager, String name) throws LacunaException {
        TensorInfo info = floating(name);
        return fill(manager, info, info.layout() == Layout.ROW_MAJOR);
    }

    /** @param turned whether the result is the transpose of what stands in the file read row by row */
    private NDArray fill(NDManager manager, TensorInfo info, boolean turned) throws LacunaException {
        if (info.shape().length != 2) {
            throw new LacunaException(
                    info + " of " + tensors.file() + " should be a matrix. The file does not fit its configuration.");
        }
        boolean columnMajor = info.layout() == Layout.COLUMN_MAJOR;
        long rows = info.shape()[columnMajor ? 1 : 0];
        long columns = info.shape()[columnMajor ? 0 : 1];
        if (rows < 1 || columns < 1 || columns > PIECE) {
            throw new LacunaException(info + " of " + tensors.file() + " has a shape that no SAE has.");
        }
        NDArray result = manager.create(turned ? new Shape(columns, rows) : new Shape(rows, columns), DataType.FLOAT32);
        NDScope.unregister(result);
        int atOnce = (int) Math.min(rows, Math.max(1, PIECE / columns));
        ByteBuffer piece =
                ByteBuffer.allocateDirect(Math.toIntExact(atOnce * columns * 4)).order(ByteOrder.nativeOrder());
        byte[] bytes = new byte[Math.toIntExact(atOnce * columns * info.dtype().bytes())];
        try (InputStream in = tensors.open(info.name())) {
            for (long row = 0; row < rows; row += atOnce) {
                long count = Math.min(atOnce, rows - row);
                piece.clear();
                read(in, bytes, (int) (count * columns), info, piece.asFloatBuffer());
                piece.limit((int) (count * columns * 4));
                try (Scope scope = Scope.open()) {
                    NDArray part = manager.create(piece, new Shape(count, columns), DataType.FLOAT32);
                    if (turned) {
                        result.set(new NDIndex(":, {}:{}", row, row + count), part.transpose());
                    } else {
                        result.set(new NDIndex("{}:{}", row, row + count), part);
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable(info.name(), e);
        }
        return result;
    }

    private static void read(InputStream in, byte[] bytes, int count, TensorInfo info, FloatBuffer into)
            throws IOException {
        int wanted = count * info.dtype().bytes();
        if (in.readNBytes(bytes, 0, wanted) < wanted) {
            throw new EOFException("the data end early");
        }
        ByteBuffer raw = ByteBuffer.wrap(bytes, 0, wanted).order(ByteOrder.LITTLE_ENDIAN);
        switch (info.dtype()) {
            case F32 -> into.put(raw.asFloatBuffer());
            case F64 -> {
                while (raw.hasRemaining()) {
                    into.put((float) raw.getDouble());
                }
            }
            case F16 -> {
                while (raw.hasRemaining()) {
                    into.put(Dtype.fromFloat16(raw.getShort()));
                }
            }
            case BF16 -> {
                while (raw.hasRemaining()) {
                    into.put(Dtype.fromBfloat16(raw.getShort()));
                }
            }
            default -> throw new IllegalArgumentException(info.toString());
        }
    }

    private TensorInfo floating(String name) throws LacunaException {
        TensorInfo info = tensors.info(name);
        if (!info.dtype().isFloating()) {
            throw new LacunaException("Tensor " + name + " of " + tensors.file() + " is " + info.dtype()
                    + ", expected floating-point numbers.");
        }
        return info;
    }

    private LacunaException unreadable(String name, IOException e) {
        return new LacunaException(
                "Cannot read tensor " + name + " of " + tensors.file() + ": " + e.getMessage()
                        + ". The file is probably damaged; fetch or write it again.",
                e);
    }
}
