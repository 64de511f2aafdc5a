package lacuna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lacuna.evaluation.AccuracyTable;
import lacuna.evaluation.LetterCalibration;
import lacuna.evaluation.MultipleChoice;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.PairedComparison;
import lacuna.evaluation.QuestionSet;
import lacuna.evaluation.SubjectScores;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.Json;
import lacuna.run.LacunaException;

/** Asks one question set of the untouched model and, if there is one, of the adapted; one protocol, so one table. */
final class AskedQuestions {

    private static final String ADAPTED = "with adapter";

    private final QuestionOptions options;
    private final QuestionSet set;
    private final MultipleChoiceConfig config;
    private final Console console;

    AskedQuestions(QuestionOptions options, Console console) throws LacunaException {
        this.options = options;
        this.set = options.set();
        this.config = options.config();
        this.console = console;
    }

    /** Tells a file from others, and from what it was before it was written anew. */
    static String identity(Path file) throws LacunaException {
        try {
            return file.toAbsolutePath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new LacunaException("Cannot read " + file + ": " + e.getMessage() + ". Check the path.", e);
        }
    }

    /**
     * @param variant what to ask beside the untouched model; the untouched model for nothing
     * @param identity tells this adapter from others in a journal
     */
    void ask(LanguageModel model, ModelVariant variant, String identity) throws LacunaException {
        MultipleChoiceResult before = asked(
                model,
                ModelVariant.UNCHANGED,
                "untouched",
                identity(model.folder().resolve("config.json")));
        AccuracyTable.Builder table = AccuracyTable.of(before);
        MultipleChoiceResult last = before;
        if (!variant.equals(ModelVariant.UNCHANGED)) {
            last = asked(model, variant, "adapted", identity);
            table.row(ADAPTED, last);
        }
        print(table.build());
        print(last);
        OptionOrders.Orders orders = options.orders();
        if (orders != null) {
            OptionOrders.Result result = new OptionOrders(config, orders).run(model, set, variant, console.progress());
            console.print(
                    "%-26s %8.3f   95 %% between %.3f and %.3f; right in all %d orders: %.3f",
                    "Mean over orders",
                    result.accuracy(),
                    result.interval().low(),
                    result.interval().high(),
                    result.byOrder().size(),
                    result.rightInAllOrders());
        }
    }

    /** Everything, as one JSON object on one line. */
    void askForJson(LanguageModel model, ModelVariant variant, String identity) throws LacunaException {
        Map<String, MultipleChoiceResult> results = new LinkedHashMap<>();
        results.put(
                "untouched",
                asked(
                        model,
                        ModelVariant.UNCHANGED,
                        "untouched",
                        identity(model.folder().resolve("config.json"))));
        if (!variant.equals(ModelVariant.UNCHANGED)) {
            results.put("adapted", asked(model, variant, "adapted", identity));
        }
        console.print("%s", Json.line(results));
    }

    private MultipleChoiceResult asked(LanguageModel model, ModelVariant variant, String state, String identity)
            throws LacunaException {
        MultipleChoice asking = new MultipleChoice(config);
        Path journal = options.journal(state);
        return journal == null
                ? asking.run(model, set, variant, console.progress())
                : asking.resume(model, set, variant, journal, identity, console.progress());
    }

    private void print(AccuracyTable table) {
        console.print(
                "%s, protocol %s, %d questions",
                table.questionSet(), table.protocol().title(), set.size());
        for (AccuracyTable.Row row : table.rows()) {
            console.print(
                    "%-26s %8.3f   95 %% between %.3f and %.3f",
                    row.model(),
                    row.accuracy(),
                    row.interval().low(),
                    row.interval().high());
            PairedComparison paired = row.againstUntouched();
            if (paired != null) {
                console.print(
                        "%-26s %8.3f   95 %% between %.3f and %.3f, McNemar p %.3g (%d lost, %d won)",
                        "  difference",
                        paired.difference(),
                        paired.interval().low(),
                        paired.interval().high(),
                        paired.p(),
                        paired.onlyBefore(),
                        paired.onlyAfter());
            }
        }
    }

    private void print(MultipleChoiceResult result) {
        if (result.protocol().isByLetter()) {
            LetterCalibration calibrated = LetterCalibration.of(result);
            console.print(
                    "%-26s %8.3f   95 %% between %.3f and %.3f; always the commonest letter: %.3f",
                    "Letters calibrated",
                    calibrated.accuracy(),
                    calibrated.interval().low(),
                    calibrated.interval().high(),
                    calibrated.majority());
        } else {
            console.print(
                    "%-26s %8.3f   95 %% between %.3f and %.3f",
                    "Per token",
                    result.accuracyNormalised(),
                    result.intervalNormalised().low(),
                    result.intervalNormalised().high());
        }
        SubjectScores subjects = SubjectScores.of(set, result);
        if (subjects.subjects().size() > 1) {
            console.print(
                    "%-26s %8.3f   macro average over %d subjects; all questions alike: %.3f",
                    "Subjects", subjects.macro(), subjects.subjects().size(), subjects.micro());
        }
    }
}
