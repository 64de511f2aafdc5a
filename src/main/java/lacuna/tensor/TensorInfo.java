package lacuna.tensor;

import java.util.Arrays;

/**
 * A tensor of a file, before it is read.
 *
 * @param layout order of its elements in the file
 */
public record TensorInfo(String name, Dtype dtype, long[] shape, Layout layout) {

    /** In which order elements follow each other. */
    public enum Layout {
        /** The last index runs fastest, as in C and PyTorch. */
        ROW_MAJOR,
        /** The first index runs fastest, as in Fortran; NumPy writes transposed arrays so. */
        COLUMN_MAJOR
    }

    /** Number of elements. */
    public long size() {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return size;
    }

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape);
    }
}
