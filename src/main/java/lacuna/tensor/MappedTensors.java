package lacuna.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.Map;
import lacuna.run.LacunaException;

/**
 * The tensors of a safetensors file, mapped into memory by PyTorch itself. One that is wanted on the CPU in the file's own dtype is a
 * view of the mapping: nothing is copied, pages come in when they are first read, and the system may drop them again. Any other is
 * converted alone, and its pages are let go. The mapping is private: what is written into a tensor never reaches the file.
 */
public final class MappedTensors implements AutoCloseable {

    private final Safetensors file;
    private final Kernels kernels;
    private final NDManager manager;
    private final NDManager host;
    private final NDArray device;
    private final Map<Dtype, NDArray> kept = new EnumMap<>(Dtype.class);

    /**
     * @param file open for as long as this
     * @param manager on the device where the tensors shall lie; owns them
     */
    public MappedTensors(Torch torch, Safetensors file, NDManager manager) {
        this.file = file;
        this.kernels = Kernels.load(
                torch,
                MappedTensors.class,
                "mapped.torchscript",
                Map.of("file", file.file().toAbsolutePath().toString()));
        this.manager = manager;
        this.host = torch.manager().newSubManager(Device.cpu());
        this.device = lasting(manager.create(new Shape(0)));
    }

    /**
     * A floating tensor, outside any {@link Scope}: it lives as long as the manager.
     *
     * @param dtype F32, F16 or BF16
     */
    public NDArray load(String name, Dtype dtype) throws LacunaException {
        Safetensors.Entry entry = file.entry(name);
        if (!entry.dtype().isFloating()) {
            throw new LacunaException("Tensor " + name + " of " + file.file() + " is " + entry.dtype()
                    + ", expected floating-point numbers.");
        }
        if (entry.size() == 0 || entry.start() % entry.dtype().bytes() != 0) {
            return narrowed(file.load(manager, name), entry, dtype); // decision: rare, so copied
        }
        if (entry.dtype() == dtype && !manager.getDevice().isGpu()) {
            return piece(kept.computeIfAbsent(dtype, this::whole), entry, dtype);
        }
        try (NDArray once = whole(entry.dtype())) {
            return piece(once, entry, dtype);
        }
    }

    private NDArray whole(Dtype dtype) {
        long elements = file.bytes() / dtype.bytes();
        return lasting(kernels.apply("whole", lasting(host.create(new long[] {dtype.torchNumber(), elements}))));
    }

    private NDArray piece(NDArray whole, Safetensors.Entry entry, Dtype dtype) {
        long first = entry.start() / entry.dtype().bytes();
        try (NDArray place = lasting(host.create(new long[] {first, entry.size(), dtype.torchNumber()}));
                NDArray flat = lasting(kernels.apply("piece", whole, device, place))) {
            return owned(flat.reshape(new Shape(entry.shape())));
        }
    }

    private NDArray narrowed(NDArray wide, Safetensors.Entry entry, Dtype dtype) {
        if (dtype == Dtype.F32) {
            return wide;
        }
        try (NDArray flat = wide.flatten();
                NDArray place = lasting(host.create(new long[] {0, entry.size(), dtype.torchNumber()}));
                NDArray narrow = lasting(kernels.apply("piece", flat, device, place))) {
            wide.close();
            return owned(narrow.reshape(new Shape(entry.shape())));
        }
    }

    private NDArray owned(NDArray array) {
        lasting(array).attach(manager);
        return array;
    }

    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    /** Tensors handed out stay valid. */
    @Override
    public void close() {
        kept.values().forEach(NDArray::close);
        device.close();
        host.close();
        kernels.close();
    }
}
