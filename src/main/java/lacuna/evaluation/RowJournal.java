package lacuna.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * Scores of rows already computed, so that an evaluation that was stopped goes on where it was:
 *
 * <pre>
 * {"of":"4f0c..."}
 * {"row":0,"scores":[-1.2,-3.4,-2.2,-5.0]}
 * </pre>
 *
 * A journal of other questions, another prompt or another model is begun anew; a last line that was cut off is dropped.
 */
final class RowJournal implements AutoCloseable {

    private static final String OF = "of";
    private static final String ROW = "row";
    private static final String SCORES = "scores";

    private final Map<Integer, double[]> known;
    private final Path file;
    private final @Nullable BufferedWriter out;

    private RowJournal(Map<Integer, double[]> known, Path file, @Nullable BufferedWriter out) {
        this.known = known;
        this.file = file;
        this.out = out;
    }

    /** Remembers nothing. */
    static RowJournal none() {
        return new RowJournal(Map.of(), Path.of(""), null);
    }

    /** @param of tells evaluations apart */
    static RowJournal open(Path file, String of) throws LacunaException {
        Map<Integer, double[]> known = read(file, of);
        try {
            StringBuilder kept = new StringBuilder(Json.line(Map.of(OF, of))).append('\n');
            known.forEach((row, scores) -> kept.append(line(row, scores)).append('\n'));
            AtomicFiles.write(file, to -> to.write(kept.toString().getBytes(StandardCharsets.UTF_8)));
            return new RowJournal(
                    known, file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Map<Integer, double[]> read(Path file, String of) throws LacunaException {
        Map<Integer, double[]> known = new LinkedHashMap<>();
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty()
                    || !of.equals(Json.parseTree(lines.get(0), file.toString())
                            .path(OF)
                            .asText())) {
                return known;
            }
            for (String line : lines.subList(1, lines.size())) {
                JsonNode node = Json.parseTree(line, file.toString());
                double[] scores = new double[node.path(SCORES).size()];
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = node.path(SCORES).get(i).asDouble();
                }
                known.put(node.path(ROW).asInt(), scores);
            }
        } catch (NoSuchFileException e) {
            return known;
        } catch (LacunaException e) {
            return known; // decision: a line was cut off by a kill; what stands before it counts
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ". Remove it to begin anew.", e);
        }
        return known;
    }

    private static String line(int row, double[] scores) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(ROW, row);
        line.put(SCORES, scores);
        return Json.line(line);
    }

    /** The scores of a row, or null if it has none yet. */
    double @Nullable [] get(int row) {
        return known.get(row);
    }

    void put(int row, double[] scores) throws LacunaException {
        if (out != null) {
            try {
                out.write(line(row, scores));
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }
    }

    private static LacunaException unwritable(Path file, IOException e) {
        return new LacunaException(
                "Cannot write " + file + ": " + e.getMessage() + ". Free some space or choose another folder.", e);
    }

    @Override
    public void close() throws LacunaException {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw unwritable(file, e);
            }
        }
    }
}
