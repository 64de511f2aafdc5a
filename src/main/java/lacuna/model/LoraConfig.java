package lacuna.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lacuna.run.LacunaException;

/**
 * Shape of a LoRA adapter (Hu et al., arXiv 2106.09685): y = W x + (alpha / rank) B A dropout(x) on chosen projections of chosen blocks.
 *
 * @param rank r, rows of A
 * @param alpha numerator of the scale
 * @param dropout probability, while training only
 */
public record LoraConfig(
        int rank, double alpha, double dropout, Set<Projection> projections, SortedSet<Integer> blocks) {

    public LoraConfig {
        if (rank < 1 || alpha <= 0 || dropout < 0 || dropout >= 1) {
            throw new IllegalArgumentException("rank " + rank + " (at least 1), alpha " + alpha + " (above 0), dropout "
                    + dropout + " (0 to below 1)");
        }
        if (projections.isEmpty() || blocks.isEmpty()) {
            throw new IllegalArgumentException("an adapter needs at least one projection and one block");
        }
        projections = Collections.unmodifiableSet(EnumSet.copyOf(projections));
        blocks = Collections.unmodifiableSortedSet(new TreeSet<>(blocks));
    }

    /** With the projections that a model has in place of those wanted. */
    LoraConfig on(Layout layout) throws LacunaException {
        return new LoraConfig(rank, alpha, dropout, layout.adapted(projections), blocks);
    }

    /** All seven projections of blocks first..last inclusive. */
    public static LoraConfig ofBlocks(int rank, double alpha, double dropout, int first, int last) {
        return new LoraConfig(
                rank,
                alpha,
                dropout,
                Projection.seven(),
                IntStream.rangeClosed(first, last).boxed().collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Factor on B A x. */
    public double scale() {
        return alpha / rank;
    }
}
