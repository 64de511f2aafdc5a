package lacuna.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import lacuna.run.AtomicFiles;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Features as a list, with where the numbers come from. */
public record FeatureList(FeatureSource source, List<FeatureLine> features) {

    private static final String HEAD =
            "id,hook,feature,mark,label,tags,target_count,benign_count,target_rate,target_rate_low,target_rate_high,"
                    + "benign_rate,benign_rate_low,benign_rate_high,rate_difference,ratio,target_mean,benign_mean,target_max,"
                    + "benign_max,target_documents,benign_documents,halves,by_position";

    public FeatureList {
        features = List.copyOf(features);
    }

    public void writeJson(Path file) throws LacunaException {
        Json.write(file, this);
    }

    public void writeCsv(Path file) throws LacunaException {
        AtomicFiles.write(file, out -> out.write(csv().getBytes(StandardCharsets.UTF_8)));
    }

    /** A head and a line for each feature, as RFC 4180 has it; numbers in full and with a point. */
    public String csv() {
        StringBuilder text = new StringBuilder(HEAD).append("\r\n");
        for (FeatureLine line : features) {
            text.append(row(line)).append("\r\n");
        }
        return text.toString();
    }

    private static String row(FeatureLine line) {
        StringJoiner row = new StringJoiner(",");
        row.add(quoted(line.id())).add(quoted(line.hook())).add(Integer.toString(line.feature()));
        row.add(line.mark()).add(quoted(line.label())).add(quoted(String.join(" ", line.tags())));
        row.add(Long.toString(line.targetCount())).add(Long.toString(line.benignCount()));
        for (double number : new double[] {
            line.targetRate(),
            line.targetRateLow(),
            line.targetRateHigh(),
            line.benignRate(),
            line.benignRateLow(),
            line.benignRateHigh(),
            line.rateDifference(),
            line.ratio(),
            line.targetMean(),
            line.benignMean(),
            line.targetMax(),
            line.benignMax(),
            line.targetDocuments(),
            line.benignDocuments(),
            line.halves(),
            line.byPosition()
        }) {
            row.add(Double.toString(number));
        }
        return row.toString();
    }

    /** decision: a label that begins like a formula gets an apostrophe, for spreadsheets run what they take for one. */
    private static String quoted(String text) {
        String plain = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return plain.matches("(?s).*[\",\r\n].*") ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain;
    }
}
