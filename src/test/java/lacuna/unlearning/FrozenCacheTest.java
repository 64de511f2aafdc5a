package lacuna.unlearning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import lacuna.tensor.Scope;
import lacuna.tensor.Torch;
import org.junit.jupiter.api.Test;

class FrozenCacheTest {

    private final List<String> computed = new ArrayList<>();

    private float[] value(FrozenCache cache, Torch torch, String key, int size) {
        try (Scope scope = Scope.open()) {
            NDList kept = cache.find(key).orElseGet(() -> {
                computed.add(key);
                NDArray array = torch.manager().create(new float[size]);
                return cache.keep(key, new NDList(array.add((int) key.charAt(0))));
            });
            return kept.get(0).toFloatArray();
        }
    }

    @Test
    void keepsWhatFitsAndDropsTheLeastRecentlyUsed() throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            int before = torch.liveArrays();
            try (FrozenCache cache = new FrozenCache(torch, 2 * 4 * 10)) {
                assertThat(value(cache, torch, "a", 10)).containsOnly('a');
                value(cache, torch, "b", 10);
                assertThat(value(cache, torch, "a", 10)).containsOnly('a'); // known, and now the more recent
                value(cache, torch, "c", 10); // b has to go
                value(cache, torch, "a", 10);
                value(cache, torch, "b", 10);
                assertThat(computed).containsExactly("a", "b", "c", "b");
                assertThat(value(cache, torch, "large", 100)).containsOnly('l'); // too large to keep, still given
                assertThat(cache.size()).isEqualTo(2);
                assertThat(torch.liveArrays()).isEqualTo(before + 2);
            }
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }
}
