package lacuna.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.Locale;
import lacuna.run.LacunaException;

/**
 * The running PyTorch engine, bound to the thread that started it. That thread is the compute thread: every tensor is made, used and
 * closed there, because DJL keeps grad mode per thread, allows one gradient collector per process, and ends the JVM when a manager is
 * closed while another thread computes with its arrays. While it waits for them, {@link Lanes} compute in its stead.
 */
public final class Torch implements AutoCloseable {

    /** Which device the user asked for. */
    public enum DeviceChoice {
        /** CUDA when the engine finds a GPU, else the CPU. */
        AUTO,
        CPU,
        CUDA;

        /** @throws LacunaException if the word is none of auto, cpu, cuda */
        public static DeviceChoice parse(String word) throws LacunaException {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "auto" -> AUTO;
                case "cpu" -> CPU;
                case "cuda", "gpu" -> CUDA;
                default -> throw new LacunaException("There is no device '" + word + "'. Choose auto, cpu or cuda.");
            };
        }
    }

    /** The dtype that models compute in. */
    public enum DtypeChoice {
        /** What the device is good at and memory allows: f32 on a CPU, the published dtype on a GPU. */
        AUTO,
        F32,
        F16,
        BF16;

        /** @throws LacunaException if the word is none of auto, f32, f16, bf16 */
        public static DtypeChoice parse(String word) throws LacunaException {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "auto" -> AUTO;
                case "f32", "float32" -> F32;
                case "f16", "float16", "half" -> F16;
                case "bf16", "bfloat16" -> BF16;
                default ->
                    throw new LacunaException("There is no dtype '" + word + "'. Choose auto, f32, f16 or bf16.");
            };
        }
    }

    private final Engine engine;
    private final DtypeChoice dtype;
    private final Device device;
    private final NDManager manager;
    private final Thread owner;
    private final LaneThreads laneThreads = new LaneThreads();

    private Torch(Engine engine, Device device, DtypeChoice dtype) {
        this.engine = engine;
        this.dtype = dtype;
        this.device = device;
        this.manager = engine.newBaseManager(device);
        this.owner = Thread.currentThread();
    }

    /**
     * Starts the engine, or joins it if it runs already, and makes the calling thread a compute thread. Usage reporting and downloads
     * are switched off before anything of the engine is loaded.
     *
     * @throws LacunaException if the natives cannot be loaded, or CUDA was asked for and there is none
     */
    public static Torch start(DeviceChoice choice) throws LacunaException {
        return start(choice, DtypeChoice.AUTO);
    }

    /** As {@link #start(DeviceChoice)}, with the dtype that models opened on this engine compute in. */
    public static Torch start(DeviceChoice choice, DtypeChoice dtype) throws LacunaException {
        stayOffline();
        OpenMpThreads.sleepWhileWaiting();
        FreedMemory.keep();
        try {
            Engine engine = Engine.getEngine("PyTorch");
            JniUtils.setGradMode(false); // decision: off by default on this thread; Tape switches it on
            return new Torch(engine, pick(engine, choice), dtype);
        } catch (EngineException | UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new LacunaException(
                    "The PyTorch engine could not be started: " + rootMessage(e)
                            + ". Its native libraries must fit this system (run 'lacuna doctor' for paths), and the cache folder must be"
                            + " writable (set DJL_CACHE_DIR to another one if it is not).",
                    e);
        }
    }

    /** DJL reports usage to its makers and downloads natives unless told otherwise; both are off unless the user turned them on. */
    public static void stayOffline() {
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("ai.djl.offline", "true");
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    private static Device pick(Engine engine, DeviceChoice choice) throws LacunaException {
        int gpus = engine.getGpuCount();
        if (choice == DeviceChoice.CUDA && gpus == 0) {
            throw new LacunaException("CUDA was asked for, but the engine sees no GPU. "
                    + String.join(" ", CudaDiagnosis.reasons(CudaProbe.look(choice))));
        }
        return choice != DeviceChoice.CPU && gpus > 0 ? Device.gpu() : Device.cpu();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .findFirst()
                .orElse(root.getClass().getSimpleName())
                .replaceFirst("\\.$", ""); // the sentence around it ends in one
    }

    /** Arrays made here live until {@link #close()}; make them inside a {@link Scope} unless they are weights. */
    public NDManager manager() {
        return manager;
    }

    public Device device() {
        return device;
    }

    /** What models compute in unless they are opened otherwise. */
    public DtypeChoice dtype() {
        return dtype;
    }

    /** Memory that tensors on the device may still take. */
    public FreeMemory freeMemory() {
        if (!onGpu()) {
            FreedMemory.giveBack();
            return FreeMemory.now();
        }
        MemoryUsage usage = CudaUtils.getGpuMemory(device);
        return new FreeMemory(usage.getMax() - usage.getCommitted(), "free on the GPU");
    }

    public boolean onGpu() {
        return device.isGpu();
    }

    /** "cpu (2 threads)", "cpu (1 thread)" or "cuda:0". */
    public String deviceName() {
        int threads = threads();
        return onGpu() ? "cuda:" + device.getDeviceId() : "cpu (" + threads + (threads == 1 ? " thread)" : " threads)");
    }

    /** PyTorch's version. */
    public String version() {
        return engine.getVersion();
    }

    /** Threads PyTorch uses inside one operation. */
    public int threads() {
        return JniUtils.getNumThreads();
    }

    public void setThreads(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /** How the rows of a batch are shared out to threads that compute side by side; one lane on a GPU. */
    public Lanes lanes(int rows) {
        return Lanes.of(rows, onGpu() ? 1 : threads(), laneThreads::of);
    }

    /** Seeds PyTorch's own generator (dropout); everything else that is random takes its seed by argument. */
    public void seed(long seed) {
        engine.setRandomSeed((int) (seed ^ (seed >>> 32)));
    }

    /** Waits until everything asked of the device is done, for measuring; the CPU has always finished. */
    public void synchronize() {
        if (onGpu()) {
            try (Scope scope = Scope.open()) {
                manager.zeros(new Shape(1)).add(1).toFloatArray(); // a copy to the host waits for all before it
            }
        }
    }

    /**
     * Memory taken: on the CPU the process's largest resident set so far, where the system tells it (Linux), else the heap's; on a GPU
     * what the device has in use now, by all processes.
     */
    public long peakMemoryBytes() {
        if (onGpu()) {
            return CudaUtils.getGpuMemory(device).getUsed();
        }
        return ResidentMemory.peakBytes();
    }

    /** Memory the process holds now: the resident set where the system tells it (Linux), else the heap's. */
    public long residentBytes() {
        return ResidentMemory.bytes();
    }

    /** Arrays alive under this engine handle: what a leak test counts. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    /** @throws IllegalStateException if called on another thread than the one that owns the engine */
    public void requireComputeThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("tensors belong to thread " + owner.getName() + ", not to "
                    + Thread.currentThread().getName());
        }
    }

    /** Frees every array made through {@link #manager()}; only on the compute thread. */
    @Override
    public void close() {
        requireComputeThread();
        laneThreads.close();
        manager.close();
    }
}
