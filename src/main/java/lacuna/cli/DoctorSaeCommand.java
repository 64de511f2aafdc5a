package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import lacuna.activations.ResidualSource;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.project.SaeChecks;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.SaeCheck;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeEvaluator;
import lacuna.sae.SaeVerdict;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFormats;
import lacuna.sae.format.SaeOptions;
import lacuna.tensor.Torch;
import lacuna.text.Corpus;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokens;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor sae MODEL SAE CORPUS}. */
@Command(
        name = "sae",
        description = {
            "Check an SAE of any format against a model: how many features are on, how much variance it explains at its"
                    + " place and one block to either side, decoder lengths, dead and dense features.",
            "Prints a table to standard error and one line of JSON to standard output."
        },
        footer = {
            "",
            "Examples:",
            "  lacuna doctor sae models/tiny saes/resid_post.4 texts.jsonl",
            "  lacuna doctor sae gemma-2-2b gemma-scope-2b-pt-res/layer_12/width_16k/average_l0_82 texts.txt",
            "  lacuna doctor sae llama-3.1-8b goodfire.pth texts.txt --hook resid_post.19"
        })
final class DoctorSaeCommand extends StageCommand {

    private static final int MAX_TOKENS = 256;
    private static final int BATCH = 8;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Model folder.")
    private Path model = Path.of(".");

    @Parameters(index = "1", paramLabel = "SAE", description = "Folder of an SAE, or its file of weights.")
    private Path sae = Path.of(".");

    @Parameters(index = "2", paramLabel = "CORPUS", description = "Ordinary texts: .txt, .jsonl, .csv or a folder.")
    private Path corpus = Path.of(".");

    @Option(
            names = "--hook",
            paramLabel = "HOOK",
            description = "Where the SAE belongs, for example resid_post.12. Needed where its files do not say.")
    private @Nullable String hook;

    @Option(names = "--variant", paramLabel = "NAME", description = "Another way of reading that the format knows.")
    private String variant = "";

    @Option(
            names = "--input-scale",
            paramLabel = "S",
            description = "What inputs were multiplied by in training, where the files withhold it.")
    private @Nullable Double inputScale;

    DoctorSaeCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        SaeOptions options =
                new SaeOptions(variant, inputScale == null ? OptionalDouble.empty() : OptionalDouble.of(inputScale));
        SaeDescription description = SaeFormats.describe(sae, options);
        HookPoint place = place(description);
        try (Torch torch = common().start();
                LanguageModel language = LanguageModel.open(model, torch);
                SparseAutoencoder loaded = SaeFormats.read(sae, place, options, torch)) {
            language.config().require(place);
            int fitting = Math.min(MAX_TOKENS, language.config().contextLength());
            List<TokenizedDocument> documents = SaeChecks.enough(
                    Tokens.tokenize(Corpus.read(corpus, Corpus.TEXT_FIELD), language.tokenizer(), fitting));
            SaeCheck check = SaeCheck.of(
                    description,
                    loaded,
                    SaeEvaluator.measure(
                                    ResidualSource.of(language),
                                    List.of(loaded),
                                    documents,
                                    BATCH,
                                    console().progress())
                            .get(0)
                            .report());
            table(check, source(description));
            console().print("%s", Json.line(check));
        }
    }

    private HookPoint place(SaeDescription description) throws LacunaException {
        String stated = hook;
        if (stated != null) {
            return HookPoint.parse(stated);
        }
        return description
                .site()
                .hook()
                .orElseThrow(() -> new LacunaException("The files of " + sae + " ("
                        + description.format() + ") do not say where in the model it belongs"
                        + (description.site().layer().isPresent()
                                ? ", only block " + description.site().layer().getAsInt() + " ("
                                        + description.site().source() + ")"
                                : "")
                        + ". Say it with --hook, for example --hook resid_post."
                        + (description.site().layer().isPresent()
                                ? String.valueOf(description.site().layer().getAsInt())
                                : "12")
                        + "."));
    }

    private String source(SaeDescription description) {
        return hook == null ? "from " + description.site().source() : "as told";
    }

    private void table(SaeCheck check, String source) {
        row("Verdict", check.verdict().level() + ": " + check.verdict().sentence());
        row("Format", check.format() + ", " + check.architecture());
        row("Place", check.hook() + ", " + source);
        row("Size", String.format(Locale.ROOT, "%d inputs, %,d features", check.inputWidth(), check.features()));
        row("Values", check.units());
        Double published = check.publishedL0();
        row(
                "L0",
                String.format(Locale.ROOT, "%.1f over %,d tokens", check.l0(), check.tokens())
                        + (published == null ? "" : String.format(Locale.ROOT, ", published %.0f", published)));
        for (Map.Entry<String, Double> at : check.varianceExplainedAt().entrySet()) {
            row("Variance", at.getKey() + ": " + SaeVerdict.percent(at.getValue()));
        }
        row(
                "Decoder",
                String.format(
                        Locale.ROOT,
                        "lengths %.3g to %.3g, median %.3g",
                        check.decoderNorms().min(),
                        check.decoderNorms().max(),
                        check.decoderNorms().median()));
        row(
                "Features",
                String.format(
                        Locale.ROOT,
                        "%.1f %% never on, %.1f %% on at more than a tenth of the tokens",
                        100 * check.deadShare(),
                        100 * check.denseShare()));
        check.notes().forEach(note -> row("Note", note));
    }

    private void row(String name, String value) {
        console().note(String.format(Locale.ROOT, "%-10s %s", name, value));
    }
}
