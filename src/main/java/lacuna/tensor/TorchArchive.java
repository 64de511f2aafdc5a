package lacuna.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lacuna.run.LacunaException;
import lacuna.tensor.TensorInfo.Layout;

/**
 * A file that {@code torch.save} wrote since PyTorch 1.6: a ZIP file with {@code ROOT/data.pkl}, a pickle that names tensors, and
 * {@code ROOT/data/N}, their raw storages. The pickle is read by {@link Unpickler}, which calls nothing. Tensors in dictionaries inside
 * dictionaries are named by their path, {@code ae.encoder.weight}.
 */
public final class TorchArchive extends ZippedTensors {

    private static final int LARGEST_PICKLE = 64 << 20;
    private static final int DEEPEST = 3;

    private final Map<String, Object> values = new LinkedHashMap<>();

    private TorchArchive(Path file) throws IOException {
        super(file, "tensor", new ZipFile(file.toFile()));
    }

    /** @throws LacunaException if the file is missing, damaged, of the old form, or holds more than tensors and plain values */
    public static TorchArchive open(Path file) throws LacunaException {
        return opened(
                file,
                () -> {
                    requireZip(file);
                    return new TorchArchive(file);
                },
                what -> broken(file, what));
    }

    private static void requireZip(Path file) throws IOException, LacunaException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] lead = in.readNBytes(4);
            if (lead.length == 4 && lead[0] == 'P' && lead[1] == 'K') {
                return;
            }
            if (lead.length > 1 && (lead[0] & 0xFF) == 0x80) {
                throw new LacunaException(
                        file + " is of the form that PyTorch wrote before version 1.6, which is not read."
                                + " Load it in Python and save it again with torch.save or safetensors.");
            }
            throw broken(file, "it is not a ZIP file");
        }
    }

    @Override
    void search() throws IOException, LacunaException {
        ZipEntry pickle = zip().stream()
                .filter(entry -> entry.getName().endsWith("/data.pkl"))
                .findFirst()
                .orElseThrow(() -> broken(file(), "it holds no data.pkl"));
        String root = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
        ZipEntry order = zip().getEntry(root + "byteorder");
        if (order != null && !new String(read(order), StandardCharsets.US_ASCII).startsWith("little")) {
            throw new LacunaException(file() + " was written on a big-endian machine, which is not read. Save it as"
                    + " safetensors there.");
        }
        Object content = Unpickler.read(read(pickle), file().toString());
        if (!(content instanceof Map<?, ?> map)) {
            throw broken(file(), "it holds no dictionary of tensors");
        }
        index("", map, root, 0);
    }

    private byte[] read(ZipEntry entry) throws IOException, LacunaException {
        if (!ZipSizes.plausible(entry, Files.size(file())) || entry.getSize() > LARGEST_PICKLE) {
            throw broken(file(), "its " + entry.getName() + " claims " + entry.getSize() + " bytes");
        }
        try (InputStream in = zip().getInputStream(entry)) {
            return in.readNBytes((int) entry.getSize());
        }
    }

    private void index(String prefix, Map<?, ?> map, String root, int depth) throws LacunaException, IOException {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = prefix + entry.getKey();
            if (entry.getValue() instanceof Unpickler.Stored tensor) {
                add(member(name, tensor, root));
            } else if (entry.getValue() instanceof Map<?, ?> inner) {
                if (depth < DEEPEST) {
                    index(name + ".", inner, root, depth + 1);
                }
            } else if (entry.getValue() instanceof String || entry.getValue() instanceof Number) {
                values.put(name, entry.getValue());
            }
        }
    }

    private Member member(String name, Unpickler.Stored tensor, String root) throws LacunaException, IOException {
        ZipEntry storage = zip().getEntry(root + "data/" + tensor.storage());
        if (storage == null || !ZipSizes.plausible(storage, Files.size(file()))) {
            throw broken(file(), "the data of tensor " + name + " are missing");
        }
        if (tensor.shape().length != tensor.stride().length || tensor.offset() < 0) {
            throw broken(file(), "tensor " + name + " is described in an impossible way");
        }
        long size = 1;
        for (long dimension : tensor.shape()) {
            if (dimension < 0) {
                throw broken(file(), "tensor " + name + " has a negative dimension");
            }
            size = Math.multiplyExact(size, dimension);
        }
        int bytes = tensor.dtype().bytes();
        long end = Math.multiplyExact(Math.addExact(tensor.offset(), size), (long) bytes);
        if (end > storage.getSize()) {
            throw broken(
                    file(),
                    "tensor " + name + " needs " + end + " bytes, but only " + storage.getSize() + " are there");
        }
        TensorInfo info = new TensorInfo(name, tensor.dtype(), tensor.shape(), layout(name, tensor));
        return new Member(info, storage, tensor.offset() * bytes);
    }

    private Layout layout(String name, Unpickler.Stored tensor) throws LacunaException {
        long[] shape = tensor.shape();
        long[] stride = tensor.stride();
        long expected = 1;
        boolean rows = true;
        for (int i = shape.length - 1; i >= 0; i--) {
            rows &= shape[i] <= 1 || stride[i] == expected;
            expected *= shape[i];
        }
        if (rows) {
            return Layout.ROW_MAJOR;
        }
        if (shape.length == 2 && stride[0] == 1 && stride[1] == shape[0]) {
            return Layout.COLUMN_MAJOR;
        }
        throw new LacunaException("Tensor " + name + " of " + file()
                + " is a view with gaps, which is not read. Save it again after .contiguous().");
    }

    /** Numbers and strings that stand beside the tensors. */
    public Map<String, Object> values() {
        return values;
    }

    private static LacunaException broken(Path file, String what) {
        return new LacunaException(file + " is damaged or not a PyTorch weight file: " + what
                + ". Fetch it again, or save its tensors with safetensors.");
    }
}
