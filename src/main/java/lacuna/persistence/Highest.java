package lacuna.persistence;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The choice of a block. */
final class Highest {

    private Highest() {}

    /** The one with the highest figure; of equal ones the first. */
    static <T> T of(List<T> all, ToDoubleFunction<T> figure) {
        return all.stream()
                .reduce((best, next) -> figure.applyAsDouble(next) > figure.applyAsDouble(best) ? next : best)
                .orElseThrow();
    }
}
