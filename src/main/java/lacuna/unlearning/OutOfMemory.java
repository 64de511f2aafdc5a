package lacuna.unlearning;

import java.util.Locale;
import java.util.Optional;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** A step needed more memory than there is. The state before the step is kept; {@link #lighter} needs less. */
public final class OutOfMemory extends LacunaException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable UnlearnConfig lighter;

    /** @param lighter settings to go on with; null if there are none */
    public OutOfMemory(String message, @Nullable UnlearnConfig lighter, Throwable cause) {
        super(message, cause);
        this.lighter = lighter;
    }

    /** Settings to go on with. */
    public Optional<UnlearnConfig> lighter() {
        return Optional.ofNullable(lighter);
    }

    /**
     * Whether an error means that memory ran out: Java's own, or PyTorch's, which says so in text only ("DefaultCPUAllocator: can't
     * allocate memory", "CUDA out of memory", "c10::OutOfMemoryError", "CUBLAS_STATUS_ALLOC_FAILED").
     */
    static boolean is(@Nullable Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (e instanceof OutOfMemoryError
                    || text.contains("can't allocate memory")
                    || text.contains("not enough memory")
                    || text.contains("out of memory")
                    || text.contains("outofmemoryerror")
                    || text.contains("alloc_failed")) {
                return true;
            }
        }
        return false;
    }
}
