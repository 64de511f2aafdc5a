package lacuna.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;

/** Cosines and sines of one kind of rotary embedding, f32 [positions, rotaryWidth], both halves alike; grows as longer texts come. */
final class Rotary {

    private static final int FIRST_ROWS = 512;

    private final NDManager manager;
    private final double[] turns;
    private NDArray cos;
    private NDArray sin;

    Rotary(NDManager manager, RopeScaling rope, int rotaryWidth) {
        this.manager = manager;
        this.turns = rope.inverseFrequencies(rotaryWidth);
        this.cos = table(FIRST_ROWS, Turn.COS);
        this.sin = table(FIRST_ROWS, Turn.SIN);
    }

    private enum Turn {
        COS,
        SIN
    }

    /** Rows of consecutive positions: [count, rotaryWidth]. */
    NDArray cos(int start, int count) {
        ensure(start + count);
        return cos.get("{}:{}", start, start + count);
    }

    NDArray sin(int start, int count) {
        ensure(start + count);
        return sin.get("{}:{}", start, start + count);
    }

    /**
     * Rows of positions that differ from text to text: [batch, 1, pos, rotaryWidth].
     *
     * @param positions i64 [batch, pos]
     * @param last the largest of them
     */
    NDArray cos(NDArray positions, int last) {
        ensure(last + 1);
        return rows(cos, positions);
    }

    NDArray sin(NDArray positions, int last) {
        ensure(last + 1);
        return rows(sin, positions);
    }

    private static NDArray rows(NDArray table, NDArray positions) {
        Shape shape = positions.getShape();
        return table.get(positions.flatten())
                .reshape(shape.get(0), 1, shape.get(1), table.getShape().get(1));
    }

    private void ensure(int positions) {
        if (cos.getShape().get(0) < positions) {
            NDArray oldCos = cos;
            NDArray oldSin = sin;
            cos = table(2 * positions, Turn.COS);
            sin = table(2 * positions, Turn.SIN);
            oldCos.close();
            oldSin.close();
        }
    }

    private NDArray table(int positions, Turn turn) {
        int width = 2 * turns.length;
        float[] table = new float[Math.multiplyExact(positions, width)];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < width; i++) {
                // decision: turns and angles rounded to f32, as transformers computes them; at position 8,000 it shows
                float angle = position * (float) turns[i % turns.length];
                table[position * width + i] = (float) (turn == Turn.COS ? Math.cos(angle) : Math.sin(angle));
            }
        }
        NDArray array = manager.create(table, new Shape(positions, width));
        NDScope.unregister(array);
        return array;
    }
}
