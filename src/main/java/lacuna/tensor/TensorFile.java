package lacuna.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import lacuna.run.LacunaException;

/**
 * A file that holds tensors by name. Whoever opens one has checked what its headers claim against the bytes that are there, so that
 * {@link #info} can be believed when memory is set aside. Read by a {@link TensorReader}.
 */
public interface TensorFile extends AutoCloseable {

    Path file();

    Set<String> names();

    /** @throws LacunaException if there is no such tensor */
    TensorInfo info(String name) throws LacunaException;

    /** The tensor's bytes in its layout, little-endian, from its first element on; at least as many as it needs, or an early end. */
    InputStream open(String name) throws IOException, LacunaException;

    default boolean has(String name) {
        return names().contains(name);
    }

    @Override
    void close();
}
