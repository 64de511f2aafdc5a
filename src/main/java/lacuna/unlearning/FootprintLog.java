package lacuna.unlearning;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;

/** {@code footprint.jsonl}: what the process holds in memory, every {@value #EVERY} steps, so that a leak in a long run shows. */
final class FootprintLog {

    static final int EVERY = 100;

    /**
     * @param step updates made
     * @param residentMib the process's resident set, tensors on the CPU included
     * @param heapMib Java heap in use, garbage included
     * @param arrays tensors that the engine's own scope holds: the same at every line, or some are not freed
     */
    record Line(int step, long residentMib, long heapMib, int arrays) {}

    private static final int MIB_SHIFT = 20;

    private final Path file;
    private final Torch torch;
    private final List<Line> lines = new ArrayList<>();

    FootprintLog(Path file, Torch torch) {
        this.file = file;
        this.torch = torch;
    }

    /** Goes on with what an earlier sitting wrote up to a step; begins anew at 0. */
    void begin(int steps) throws LacunaException {
        if (Files.exists(file)) {
            read(file).stream().filter(line -> line.step() <= steps).forEach(lines::add);
            write();
        }
    }

    void after(int steps) throws LacunaException {
        if (steps % EVERY == 0) {
            Runtime java = Runtime.getRuntime();
            lines.add(new Line(
                    steps,
                    torch.residentBytes() >> MIB_SHIFT,
                    (java.totalMemory() - java.freeMemory()) >> MIB_SHIFT,
                    torch.liveArrays()));
            write();
        }
    }

    private void write() throws LacunaException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Json.line(line)).append('\n'));
        AtomicFiles.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static List<Line> read(Path file) throws LacunaException {
        List<Line> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                lines.add(Json.parse(line, new TypeReference<Line>() {}, file.toString()));
            }
            return lines;
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
