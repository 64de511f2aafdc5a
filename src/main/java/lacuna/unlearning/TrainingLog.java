package lacuna.unlearning;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** {@code training.jsonl}: one {@link TrainingStep} a line, on disk as soon as the step is done. */
public final class TrainingLog implements AutoCloseable {

    private final Path file;
    private final Writer writer;

    private TrainingLog(Path file, Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens the log to go on after a step; later lines, which a killed run may have written after its last checkpoint, are dropped.
     *
     * @param steps lines to keep; 0 to begin anew
     */
    static TrainingLog open(Path file, int steps) throws LacunaException {
        List<TrainingStep> kept = new ArrayList<>();
        if (steps > 0) {
            read(file).stream().filter(line -> line.step() <= steps).forEach(kept::add);
        }
        StringBuilder text = new StringBuilder();
        kept.forEach(line -> text.append(Json.line(line)).append('\n'));
        AtomicFiles.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        try {
            return new TrainingLog(
                    file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /** All complete lines; a torn last line is left out. No file gives no lines. */
    public static List<TrainingStep> read(Path file) throws LacunaException {
        List<TrainingStep> steps = new ArrayList<>();
        if (!Files.exists(file)) {
            return steps;
        }
        try {
            String text = Files.readString(file);
            int end = text.lastIndexOf('\n') + 1;
            for (String line : text.substring(0, end).lines().toList()) {
                steps.add(Json.parse(line, new TypeReference<TrainingStep>() {}, file.toString()));
            }
            return steps;
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    void append(TrainingStep step) throws LacunaException {
        try {
            writer.write(Json.line(step));
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static LacunaException cannotWrite(Path file, IOException e) {
        return new LacunaException(
                "Cannot write " + file + ": " + e.getMessage()
                        + ". Free some space or choose another run folder; the last checkpoint is kept.",
                e);
    }

    @Override
    public void close() throws LacunaException {
        try {
            writer.close();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }
}
