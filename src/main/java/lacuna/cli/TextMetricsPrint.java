package lacuna.cli;

import java.util.Locale;
import lacuna.evaluation.TextMetrics;
import lacuna.evaluation.TextMetrics.Figure;
import lacuna.evaluation.TextMetrics.Judged;
import lacuna.evaluation.TextMetrics.Predicted;
import lacuna.evaluation.TextMetrics.Proxies;
import lacuna.evaluation.TextMetrics.Written;
import org.jspecify.annotations.Nullable;

/** Text metrics as tables for a terminal. */
final class TextMetricsPrint {

    private final Console console;

    TextMetricsPrint(Console console) {
        this.console = console;
    }

    void print(TextMetrics metrics) {
        console.print("%-36s %10s %10s   ratio", "Perplexity", "before", "after");
        for (Predicted texts : metrics.predicted()) {
            console.print(
                    "%-36s %10.3f %10.3f   %s",
                    texts.kind() + ", " + texts.corpus(),
                    texts.before().value(),
                    texts.after().value(),
                    figure(texts.ratio()));
        }
        for (Written written : metrics.written()) {
            console.print(
                    "%-36s %10s %10s",
                    "Proxies, " + written.group() + " (" + written.texts() + " texts)", "before", "after");
            Proxies before = written.before();
            Proxies after = written.after();
            row("repetition", before.fluency().repetition(), after.fluency().repetition());
            row("distinct-2", before.fluency().distinct2(), after.fluency().distinct2());
            row("compression", before.fluency().compression(), after.fluency().compression());
            row("non-letters", before.fluency().nonLetters(), after.fluency().nonLetters());
            row("perplexity, untouched model", before.perplexityUnderFrozen(), after.perplexityUnderFrozen());
            row("salient features on", before.salientRate(), after.salientRate());
            row("with a keyword", before.keywordRate(), after.keywordRate());
        }
        for (Judged judged : metrics.judged()) {
            console.print(
                    "%-36s %s -> %s",
                    "Judge " + judged.model() + ", " + judged.scale().name().toLowerCase(Locale.ROOT) + ", "
                            + judged.group(),
                    figure(judged.before()),
                    figure(judged.after()));
        }
    }

    private void row(String name, @Nullable Double before, @Nullable Double after) {
        if (before != null && after != null) {
            console.print("  %-34s %10.3f %10.3f", name, before, after);
        }
    }

    private static String figure(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f to %.3f)",
                figure.value(),
                figure.interval().low(),
                figure.interval().high());
    }
}
