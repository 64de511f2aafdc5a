package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.Question;
import lacuna.evaluation.QuestionSet;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Questions of one's own, and how they are asked. */
final class QuestionOptions {

    /** Protocols by the words that project files use, too. */
    static final class ToProtocol implements CommandLine.ITypeConverter<Protocol> {

        @Override
        public Protocol convert(String word) {
            try {
                return Protocol.named(word);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }

    @Option(
            names = "--questions",
            paramLabel = "FILE",
            description = "Ask these instead of all that the project measures: .json, .jsonl, .csv or .parquet.")
    private @Nullable Path file;

    @Option(
            names = "--protocol",
            paramLabel = "continuation|crisp|harness",
            converter = ToProtocol.class,
            description =
                    "With --questions: by the text of the choices, by letter as CRISP asks, or by letter as lm-evaluation-harness asks.")
    private Protocol protocol = Protocol.CONTINUATION_LIKELIHOOD;

    @Option(
            names = "--shots",
            paramLabel = "FILE",
            description = "With --protocol harness: answered questions that stand before each.")
    private @Nullable Path shots;

    @Option(
            names = "--subject",
            paramLabel = "WORDS",
            description = "With --protocol harness: what the questions are about, where the file does not say.")
    private String subject = "";

    @Option(
            names = "--half",
            paramLabel = "all|validation|test",
            description = "With --questions: a half of the set as CRISP's code draws it.")
    private QuestionSet.Part part = QuestionSet.Part.ALL;

    @Option(
            names = "--orders",
            paramLabel = "cyclic|all",
            description = "With --questions: ask with the choices in other orders, too.")
    private OptionOrders.@Nullable Orders orders;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "With --questions: keep scores here, and go on from it after a stop.")
    private @Nullable Path journal;

    boolean isGiven() {
        return file != null;
    }

    QuestionSet set() throws LacunaException {
        if (file == null) {
            throw new IllegalStateException("no questions were given");
        }
        QuestionSet set = QuestionSet.read(file).part(part);
        return subject.isEmpty() ? set : set.about(subject);
    }

    MultipleChoiceConfig config() throws LacunaException {
        if (shots == null) {
            return MultipleChoiceConfig.of(protocol);
        }
        if (protocol != Protocol.HARNESS_LETTERS) {
            throw new LacunaException("--shots goes with --protocol harness; the other protocols are zero-shot.");
        }
        List<Question> examples = QuestionSet.read(shots).questions();
        return MultipleChoiceConfig.harness(examples);
    }

    OptionOrders.@Nullable Orders orders() {
        return orders;
    }

    /** Where scores of a state of the model are kept; null for nowhere. */
    @Nullable
    Path journal(String state) {
        return journal == null ? null : journal.resolveSibling(journal.getFileName() + "." + state + ".jsonl");
    }
}
