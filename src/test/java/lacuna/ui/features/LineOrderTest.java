package lacuna.ui.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javafx.scene.control.TableColumn.SortType;
import org.junit.jupiter.api.Test;

class LineOrderTest {

    @Test
    void sortsAsComparingDoublesDoesAndKeepsTheOrderOfTies() {
        SplittableRandom random = new SplittableRandom(3);
        double[] keys =
                random.doubles(5000, -4, 4).map(key -> Math.rint(key * 40) / 8).toArray();
        keys[7] = Double.POSITIVE_INFINITY;
        keys[8] = Double.NEGATIVE_INFINITY;
        keys[9] = 1e-300;
        keys[10] = -0.0;
        keys[11] = 0.0;
        int[] lines = IntStream.range(0, 5000).filter(line -> line % 3 != 1).toArray();
        Comparator<Integer> up = Comparator.comparingDouble(line -> keys[line] + 0.0);
        List<Integer> ascending = IntStream.of(lines).boxed().sorted(up).toList();
        List<Integer> descending =
                IntStream.of(lines).boxed().sorted(up.reversed()).toList();

        assertThat(LineOrder.sorted(lines, keys, SortType.ASCENDING))
                .containsExactly(ascending.stream().mapToInt(i -> i).toArray());
        assertThat(LineOrder.sorted(lines, keys, SortType.DESCENDING))
                .containsExactly(descending.stream().mapToInt(i -> i).toArray());
        assertThat(LineOrder.sorted(new int[0], keys, SortType.ASCENDING)).isEmpty();
    }
}
