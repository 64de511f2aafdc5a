package lacuna.tensor;

import com.sun.jna.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the threads of PyTorch's CPU operations wait for one another. By default they spin, which is fastest on an idle machine; but as
 * soon as another program, or the window's own drawing, takes a core, every small operation waits for a thread that is not running. On the bundled
 * sample's model two cores with one of them busy trained several times slower spinning than sleeping, so they sleep, but spin for a
 * moment first, which spares most of the waking between the operations of a block. The environment variables
 * {@code OMP_WAIT_POLICY} and {@code GOMP_SPINCOUNT} decide otherwise.
 */
final class OpenMpThreads {

    private static final Logger LOG = LoggerFactory.getLogger(OpenMpThreads.class);

    /** Turns of the waiting loop before a thread sleeps. */
    private static final String TURNS = "20000";

    private OpenMpThreads() {}

    /** Lets waiting threads sleep; heeded only before the engine's libraries are loaded, and on Linux. */
    static void sleepWhileWaiting() {
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            return;
        }
        try {
            // the library reads the process's environment, which Java cannot change by itself; 0 = leave what the user
            // set
            Function setenv = Function.getFunction("c", "setenv");
            setenv.invokeInt(new Object[] {"OMP_WAIT_POLICY", "PASSIVE", 0});
            if (System.getenv("OMP_WAIT_POLICY") == null) {
                setenv.invokeInt(new Object[] {"GOMP_SPINCOUNT", TURNS, 0});
            }
        } catch (LinkageError e) {
            LOG.debug("OMP_WAIT_POLICY stays as it is", e);
        }
    }
}
