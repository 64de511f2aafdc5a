package lacuna.persistence;

import lacuna.model.AlteredModel.WeightEdit;

/**
 * Weights rounded to few bits and back, in groups of neighbouring inputs of a row that share a scale. Values are computed in f32; only the
 * loss of precision is of interest here.
 */
public enum Quantization implements WeightEdit {

    /** Round to nearest of -127 .. 127 times the group's largest magnitude over 127. */
    INT8("int8, groups of 64", 64) {
        @Override
        float rounded(float value, float largest) {
            float scale = largest / 127;
            return Math.round(value / scale) * scale;
        }
    },
    /** Round to nearest of -7 .. 7 times the group's largest magnitude over 7. */
    INT4("int4, groups of 32", 32) {
        @Override
        float rounded(float value, float largest) {
            float scale = largest / 7;
            return Math.round(value / scale) * scale;
        }
    },
    /** Nearest of QLoRA's sixteen quantiles of a normal distribution, times the group's largest magnitude (Dettmers et al. 2023). */
    NF4("NF4, groups of 64", 64) {
        @Override
        float rounded(float value, float largest) {
            float wanted = value / largest;
            float best = NormalFloat.LEVELS[0];
            for (float level : NormalFloat.LEVELS) {
                best = Math.abs(level - wanted) < Math.abs(best - wanted) ? level : best;
            }
            return best * largest;
        }
    };

    /** The sixteen levels, from QLoRA's appendix E. */
    private static final class NormalFloat {
        static final float[] LEVELS = {
            -1.0f,
            -0.6961928009986877f,
            -0.5250730514526367f,
            -0.39491748809814453f,
            -0.28444138169288635f,
            -0.18477343022823334f,
            -0.09105003625154495f,
            0.0f,
            0.07958029955625534f,
            0.16093020141124725f,
            0.24611230194568634f,
            0.33791524171829224f,
            0.44070982933044434f,
            0.5626170039176941f,
            0.7229568362236023f,
            1.0f
        };
    }

    private final String title;
    private final int group;

    Quantization(String title, int group) {
        this.title = title;
        this.group = group;
    }

    /** "int4, groups of 32". */
    public String title() {
        return title;
    }

    /** @param largest magnitude in the group, above 0 */
    abstract float rounded(float value, float largest);

    @Override
    public float[] apply(float[] weight, int columns) {
        float[] result = new float[weight.length];
        for (int row = 0; row < weight.length; row += columns) {
            for (int start = row; start < row + columns; start += group) {
                int end = Math.min(start + group, row + columns);
                float largest = 0;
                for (int i = start; i < end; i++) {
                    largest = Math.max(largest, Math.abs(weight[i]));
                }
                for (int i = start; i < end; i++) {
                    result[i] = largest == 0 ? 0 : rounded(weight[i], largest);
                }
            }
        }
        return result;
    }
}
