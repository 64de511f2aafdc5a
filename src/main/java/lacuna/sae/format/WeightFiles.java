package lacuna.sae.format;

import java.nio.file.Path;
import java.util.Locale;
import lacuna.run.LacunaException;
import lacuna.tensor.Npz;
import lacuna.tensor.Safetensors;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TorchArchive;

/** Opens a file of tensors by the ending of its name. */
final class WeightFiles {

    private WeightFiles() {}

    static TensorFile open(Path file) throws LacunaException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            return Safetensors.open(file);
        }
        if (name.endsWith(".npz")) {
            return Npz.open(file);
        }
        if (name.endsWith(".pt") || name.endsWith(".pth")) {
            return TorchArchive.open(file);
        }
        throw new LacunaException(file + " is no file of weights. Read are .safetensors, .npz, .pt and .pth.");
    }
}
