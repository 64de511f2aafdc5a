package lacuna.sae.format;

import java.nio.file.Path;
import lacuna.run.LacunaException;
import lacuna.tensor.TensorFile;

/** What files of weights hold, asked while recognising formats: a file that cannot be read holds nothing. */
final class Headers {

    private Headers() {}

    static boolean has(Path weights, String... names) {
        try (TensorFile file = WeightFiles.open(weights)) {
            for (String name : names) {
                if (!file.has(name)) {
                    return false;
                }
            }
            return true;
        } catch (LacunaException e) {
            return false;
        }
    }
}
