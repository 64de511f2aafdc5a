package lacuna.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lacuna.evaluation.MultipleChoiceConfig;
import lacuna.evaluation.OptionOrders;
import lacuna.evaluation.Protocol;
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
    private @Nullable Protocol protocol;

    @Option(
            names = "--shots",
            paramLabel = "FILE",
            description = "With --protocol harness: answered questions that stand before each.")
    private @Nullable Path shots;

    @Option(
            names = "--subject",
            paramLabel = "WORDS",
            description = "With --protocol harness: what the questions are about, where the file does not say.")
    private @Nullable String subject;

    @Option(
            names = "--half",
            paramLabel = "all|validation|test",
            description = "With --questions: a half of the set as CRISP's code draws it.")
    private QuestionSet.@Nullable Part part;

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

    /** @throws LacunaException if something is said about questions that were not given: it would be of no effect */
    void requireWhole() throws LacunaException {
        Map<String, Optional<?>> given = new LinkedHashMap<>();
        given.put("--protocol", Optional.ofNullable(protocol));
        given.put("--shots", Optional.ofNullable(shots));
        given.put("--subject", Optional.ofNullable(subject));
        given.put("--half", Optional.ofNullable(part));
        given.put("--orders", Optional.ofNullable(orders));
        given.put("--journal", Optional.ofNullable(journal));
        given.values().removeIf(Optional::isEmpty);
        if (file == null && !given.isEmpty()) {
            throw new LacunaException(
                    String.join(", ", given.keySet())
                            + " without --questions: the project's own questions are asked as its file says. Name a question file.");
        }
        if (subject != null && asked() != Protocol.HARNESS_LETTERS) {
            throw new LacunaException("--subject goes with --protocol harness; the other prompts name no subject.");
        }
    }

    private Protocol asked() {
        return Objects.requireNonNullElse(protocol, Protocol.CONTINUATION_LIKELIHOOD);
    }

    QuestionSet set() throws LacunaException {
        if (file == null) {
            throw new IllegalStateException("no questions were given");
        }
        QuestionSet set = QuestionSet.read(file).part(Objects.requireNonNullElse(part, QuestionSet.Part.ALL));
        return subject == null ? set : set.about(subject);
    }

    MultipleChoiceConfig config() throws LacunaException {
        if (shots == null) {
            return MultipleChoiceConfig.of(asked());
        }
        if (asked() != Protocol.HARNESS_LETTERS) {
            throw new LacunaException("--shots goes with --protocol harness; the other protocols are zero-shot.");
        }
        return MultipleChoiceConfig.harness(QuestionSet.read(shots).questions());
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
