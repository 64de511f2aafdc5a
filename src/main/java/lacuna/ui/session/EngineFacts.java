package lacuna.ui.session;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import lacuna.tensor.FreeMemory;
import lacuna.tensor.Torch;

/**
 * The engine as it runs.
 *
 * @param device such as "cpu (2 threads)" or "cuda:0"
 * @param version of PyTorch
 */
public record EngineFacts(String device, String version, int threads, Place place) {

    private static final double GIB = 1L << 30;

    /** Where tensors live. */
    public enum Place {
        CPU,
        GPU
    }

    static EngineFacts of(Torch torch) {
        return new EngineFacts(
                torch.deviceName(), torch.version(), torch.threads(), torch.onGpu() ? Place.GPU : Place.CPU);
    }

    /** For the head of the window: "CPU \u00b7 PyTorch 2.7.1". */
    public String chip() {
        String where = place == Place.GPU ? "GPU " + device : "CPU";
        return where + " \u00b7 PyTorch " + version;
    }

    /** The machine's memory, and what of it may still be taken where that is known: "15.6 GiB, 9.2 GiB free". */
    public static String memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long all = system.getTotalMemorySize();
            long free = FreeMemory.now().bytes();
            String words = String.format(Locale.getDefault(), "%.1f GiB", all / GIB);
            return free < all ? words + String.format(Locale.getDefault(), ", %.1f GiB free", free / GIB) : words;
        }
        return "unknown";
    }
}
