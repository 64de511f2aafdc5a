package lacuna.model;

import java.util.List;

/**
 * Bytes a block keeps for the backward pass, by arithmetic on the configuration; an upper bound that is tight where it matters. Per token,
 * with d the model's width, m the MLP's, A and K the widths of all query and of all key heads, H heads, T tokens a row, e bytes a value:
 *
 * <pre>
 * normalisations   8 d each
 * MLP              3 e m
 * attention        e (13 A + 5 K) / 2, and 8 H T where the scores are written out because they are capped
 * LoRA             for each adapted map with d_in inputs: (4 + 4) d_in + 4 rank, of which the second 4 only with dropout
 * </pre>
 *
 * Coefficients: fitted to what PyTorch's autograd saved for these kernels on nine geometries each, rounded up; what a GPU keeps is less,
 * because its dropout stores its mask in a byte.
 */
public final class BlockMemory {

    private static final int F32_BYTES = 4;

    private final ModelConfig config;
    private final Layout layout;
    private final int bytes;

    private BlockMemory(ModelConfig config, Precision precision) {
        this.config = config;
        this.layout = Family.of(config).layout(config);
        this.bytes = precision.bytes();
    }

    public static BlockMemory of(ModelConfig config, Precision precision) {
        return new BlockMemory(config, precision);
    }

    /** Kept per token of a block through which gradients run without any factor in it. */
    public long plain(int tokens) {
        long queries = (long) config.heads() * config.headWidth();
        long keys = (long) config.keyValueHeads() * config.headWidth();
        long scores = config.attention().softCap() > 0 ? 8L * config.heads() * tokens : 0;
        return 8L * config.width() * normalisations()
                + 3L * bytes * config.mlpWidth()
                + bytes * (13 * queries + 5 * keys) / 2
                + scores;
    }

    /** Kept per token of an adapted block. */
    public long adapted(int tokens, LoraConfig lora) {
        int perInput = lora.dropout() > 0 ? 2 * F32_BYTES : F32_BYTES;
        return plain(tokens)
                + adapted(lora).stream()
                        .mapToLong(map -> perInput * map.shape().get(1) + (long) F32_BYTES * lora.rank())
                        .sum();
    }

    /** Values in the factors of one block. */
    public long factors(LoraConfig lora) {
        return adapted(lora).stream()
                .mapToLong(
                        map -> lora.rank() * (map.shape().get(0) + map.shape().get(1)))
                .sum();
    }

    private List<Parameter> adapted(LoraConfig lora) {
        return layout.projections().stream()
                .filter(map -> map.projection() != null && lora.projections().contains(map.projection()))
                .toList();
    }

    /** Vectors of the model's width with a gain; those of single heads are narrow. */
    private long normalisations() {
        return layout.block().stream()
                .filter(p -> p.shape().dimension() == 1 && p.shape().get(0) == config.width())
                .filter(p -> p.name().endsWith("weight"))
                .count();
    }
}
