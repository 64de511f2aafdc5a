package lacuna.project;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import lacuna.project.StudyResult.Check;
import lacuna.project.StudyResult.Figures;
import lacuna.project.StudyResult.Probe;
import lacuna.project.StudyResult.Row;
import lacuna.project.StudyResult.Share;
import lacuna.project.StudyResult.Spread;
import lacuna.run.LacunaException;

/** A study's result as tables in Markdown. */
public final class StudyTable {

    private static final int AFTER_BENIGN = 3;

    private StudyTable() {}

    public static String of(StudyResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d trials of each method; chosen by the %s; repeated with seeds %s. Accuracies: %d questions of the test half, %s%s."
                        + " \u00b1 is half the width of the 95 %% interval of the mean over seeds (Student's t), brackets the 95 %% Wilson"
                        + " interval of the mean over questions.%n%n",
                result.trials(),
                result.rule(),
                String.join(", ", result.seeds().stream().map(String::valueOf).toList()),
                result.questions(),
                result.protocol(),
                result.generalProtocol() == null ? "" : ", the general ones by " + result.generalProtocol()));
        List<String> head = new ArrayList<>(
                List.of("", "target", "benign", "perplexity", "repetition", "distinct pairs", "overall"));
        if (result.untouched().general() != null) {
            head.add(AFTER_BENIGN, "general");
        }
        line(text, head);
        line(text, Collections.nCopies(head.size(), "---"));
        line(text, figures("untouched model", result.untouched()));
        for (Row row : result.methods()) {
            line(text, figures(row.method(), row.figures()));
        }
        checks(text, result.methods());
        probes(text, result.methods());
        chosen(text, result.methods());
        if (!result.unfinished().isEmpty()) {
            text.append("\nNot run with all seeds yet: ")
                    .append(String.join(", ", result.unfinished()))
                    .append(".\n");
        }
        return text.toString().replace("\r\n", "\n");
    }

    private static List<String> figures(String name, Figures figures) {
        List<String> cells = new ArrayList<>(List.of(
                name,
                share(figures.target()),
                share(figures.benign()),
                spread(figures.perplexity(), "%.2f"),
                spread(figures.repetition(), "%.3f"),
                spread(figures.distinct2(), "%.3f"),
                spread(figures.overall(), "%.1f")));
        Share general = figures.general();
        if (general != null) {
            cells.add(AFTER_BENIGN, share(general));
        }
        return cells;
    }

    private static void checks(StringBuilder text, List<Row> rows) {
        int checks = rows.stream().mapToInt(row -> row.checks().size()).max().orElse(0);
        if (checks == 0) {
            return;
        }
        text.append(
                "\nTarget accuracy after each check of persistence, and the share of what was lost that came back:\n\n");
        List<String> head = new ArrayList<>(List.of("check"));
        rows.forEach(row -> head.add(row.method()));
        line(text, head);
        line(text, Collections.nCopies(head.size(), "---"));
        for (int i = 0; i < checks; i++) {
            List<String> cells =
                    new ArrayList<>(List.of(title(rows.get(0).checks().get(i))));
            for (Row row : rows) {
                Check check = row.checks().get(i);
                cells.add(share(check.attacked()) + "; " + spread(check.recovered(), "%.2f"));
            }
            line(text, cells);
        }
    }

    /** Which prefix was the worst and which block the best differs between methods, and the seed between runs. */
    private static String title(Check check) {
        return check.attack().replaceFirst("( \\((number \\d+|\\w+\\.\\d+)\\)|, seed \\d+)$", "");
    }

    private static void probes(StringBuilder text, List<Row> rows) {
        if (rows.isEmpty() || rows.get(0).probes().isEmpty()) {
            return;
        }
        text.append(
                "\nShare that linear probes tell rightly, behind the block where they tell most of the untouched model:"
                        + " the probe fitted on the untouched model; and one fitted anew on the unlearned one.\n\n");
        List<String> head = new ArrayList<>(List.of("probe", "random labels", "untouched model"));
        rows.forEach(row -> head.add(row.method()));
        line(text, head);
        line(text, Collections.nCopies(head.size(), "---"));
        for (int i = 0; i < rows.get(0).probes().size(); i++) {
            Probe any = rows.get(0).probes().get(i);
            List<String> cells = new ArrayList<>(List.of(
                    any.what() + ", " + any.layer(),
                    String.format(Locale.ROOT, "%.3f", any.control().seeds().mean()),
                    String.format(Locale.ROOT, "%.3f", any.before().seeds().mean()) + range(any.before())));
            for (Row row : rows) {
                Probe probe = row.probes().get(i);
                cells.add(share(probe.unlearned()) + "; " + share(probe.anew()));
            }
            line(text, cells);
        }
    }

    private static void chosen(StringBuilder text, List<Row> rows) {
        text.append("\nChosen:");
        for (Row row : rows) {
            text.append(row == rows.get(0) ? " " : "; ")
                    .append(row.method())
                    .append(" with ")
                    .append(row.chosen().isEmpty() ? "its preset" : row.chosen());
        }
        text.append(".\n");
    }

    private static String share(Share share) {
        return spread(share.seeds(), "%.3f") + range(share);
    }

    private static String range(Share share) {
        return String.format(
                Locale.ROOT,
                " [%.2f, %.2f]",
                share.questions().low(),
                share.questions().high());
    }

    private static String spread(Spread spread, String format) {
        if (!Double.isFinite(spread.mean())) {
            return "\u2013";
        }
        String mean = String.format(Locale.ROOT, format, spread.mean());
        return Double.isNaN(spread.halfWidth())
                ? mean
                : mean + " \u00b1 " + String.format(Locale.ROOT, format, spread.halfWidth());
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /**
     * A text with its section {@code <!-- study NAME -->} to {@code <!-- end of study NAME -->} replaced.
     *
     * @throws LacunaException if it has no such section
     */
    public static String into(String text, String name, String table) throws LacunaException {
        String begin = "<!-- study " + name + " -->";
        String end = "<!-- end of study " + name + " -->";
        Pattern section = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL);
        if (!section.matcher(text).find()) {
            throw new LacunaException("The file for the table has no section " + begin + " ... " + end
                    + ". Put these two lines where the table belongs.");
        }
        return section.matcher(text).replaceFirst(java.util.regex.Matcher.quoteReplacement(begin + "\n" + table + end));
    }
}
