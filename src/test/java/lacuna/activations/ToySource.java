package lacuna.activations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.model.HookPoint;
import lacuna.tensor.Torch;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;

/**
 * Residual rows made of a few known directions a token, another set of directions in every block. The beginning of text and padding
 * are a thousand times longer, so that counting them shows.
 */
public final class ToySource implements ResidualSource {

    private static final int VOCABULARY = 64;
    private static final int DIRECTIONS = 24;
    private static final int PADDING = 0;
    private static final int BOS = 1;

    private final Torch torch;
    private final int width;
    private final int layers;

    public ToySource(Torch torch, int width, int layers) {
        this.torch = torch;
        this.width = width;
        this.layers = layers;
    }

    /** Documents of differing length with token ids between the bounds. */
    public static List<TokenizedDocument> documents(int count, int lowest, int highest, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TokenizedDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[6 + random.nextInt(12)];
            ids[0] = BOS;
            for (int j = 1; j < ids.length; j++) {
                ids[j] = random.nextInt(lowest, highest);
            }
            documents.add(new TokenizedDocument(i, ids));
        }
        return documents;
    }

    /** The row of a token: three directions of its own block, a constant, and a little of what stood before it. */
    public float[] row(int id, int previous, int boundary) {
        float[] row = new float[width];
        add(row, id, boundary, 3);
        add(row, previous, boundary, 0.3);
        for (int i = 0; i < width; i++) {
            row[i] += 1.5f;
        }
        return row;
    }

    private void add(float[] row, int id, int boundary, double strength) {
        SplittableRandom choice = new SplittableRandom(id * 7919L);
        for (int part = 0; part < 3; part++) {
            SplittableRandom direction = new SplittableRandom(1000L * boundary + choice.nextInt(DIRECTIONS));
            double coefficient = strength * (1 + choice.nextDouble());
            for (int i = 0; i < width; i++) {
                row[i] += (float) (coefficient * direction.nextGaussian() / Math.sqrt(width));
            }
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int layers() {
        return layers;
    }

    @Override
    public int padId() {
        return PADDING;
    }

    @Override
    public Torch torch() {
        return torch;
    }

    @Override
    public List<NDArray> residuals(TokenBatch batch, List<HookPoint> hooks) {
        List<NDArray> result = new ArrayList<>();
        for (HookPoint hook : hooks) {
            float[] values = new float[batch.rows() * batch.width() * width];
            for (int row = 0; row < batch.rows(); row++) {
                for (int position = 0; position < batch.width(); position++) {
                    int id = batch.ids()[row][position];
                    int previous = position == 0 ? 0 : batch.ids()[row][position - 1];
                    float[] x = row(id % VOCABULARY, previous % VOCABULARY, hook.boundary());
                    float factor = batch.isValid(row, position) ? 1 : 1000;
                    for (int i = 0; i < width; i++) {
                        values[(row * batch.width() + position) * width + i] = factor * x[i];
                    }
                }
            }
            result.add(torch.manager().create(values, new Shape(batch.rows(), batch.width(), width)));
        }
        return result;
    }
}
