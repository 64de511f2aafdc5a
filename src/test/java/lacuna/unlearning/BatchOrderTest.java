package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.selection.CrispMode;
import lacuna.text.TokenBatch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    private static List<TokenizedDocument> documents(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TokenizedDocument(i, new int[2 + (7 * i) % 5]))
                .toList();
    }

    private static List<Integer> epoch(BatchOrder order, int epoch) {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < order.batchesPerEpoch(); i++) {
            for (int document : order.batch(epoch * order.batchesPerEpoch() + i).documents()) {
                seen.add(document);
            }
        }
        return seen;
    }

    @Test
    void everyEpochHasEveryTextOnceInAnOrderOfItsOwn() {
        for (CrispMode mode : CrispMode.values()) {
            BatchOrder order = new BatchOrder(documents(11), mode, 4, 5);
            assertThat(order.batchesPerEpoch()).isEqualTo(3);
            assertThat(epoch(order, 0)).hasSize(11).doesNotHaveDuplicates();
            assertThat(epoch(order, 1)).hasSize(11).doesNotHaveDuplicates();
            List<List<Integer>> epochs = IntStream.range(0, 6)
                    .mapToObj(e -> epoch(order, e))
                    .distinct()
                    .toList();
            assertThat(epochs).as("%s", mode).hasSizeGreaterThan(1);
        }
    }

    @Test
    void seedDecidesTheOrder() {
        BatchOrder a = new BatchOrder(documents(11), CrispMode.CODE, 4, 5);
        assertThat(epoch(new BatchOrder(documents(11), CrispMode.CODE, 4, 5), 0))
                .isEqualTo(epoch(a, 0));
        assertThat(epoch(new BatchOrder(documents(11), CrispMode.CODE, 4, 6), 0))
                .isNotEqualTo(epoch(a, 0));
    }

    @Test
    void alignedModeKeepsItsBatchesAndPadsLittle() {
        BatchOrder order = new BatchOrder(documents(12), CrispMode.ALIGNED, 3, 5);
        List<String> first = batches(order, 0);
        assertThat(batches(order, 1)).containsExactlyInAnyOrderElementsOf(first);
        for (int step = 0; step < 4; step++) {
            TokenBatch batch = order.batch(step);
            assertThat(batch.width() - Arrays.stream(batch.lengths()).min().orElseThrow())
                    .isLessThanOrEqualTo(2);
        }
    }

    private static List<String> batches(BatchOrder order, int epoch) {
        return IntStream.range(0, order.batchesPerEpoch())
                .mapToObj(i -> Arrays.toString(
                        order.batch(epoch * order.batchesPerEpoch() + i).documents()))
                .toList();
    }

    @Test
    void coherenceTextsComeInTurnAndBeginAgain() {
        List<TokenizedDocument> documents = documents(3);
        assertThat(BatchOrder.inTurn(documents, 0, 2).documents()).containsExactly(0, 1);
        assertThat(BatchOrder.inTurn(documents, 1, 2).documents()).containsExactly(2, 0);
        assertThat(BatchOrder.inTurn(documents, 4, 1).documents()).containsExactly(1);
        assertThat(BatchOrder.inTurn(documents, 0, 9).documents()).containsExactly(0, 1, 2);
    }
}
