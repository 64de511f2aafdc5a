package lacuna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.project.Project;
import lacuna.project.ProjectManifest;
import lacuna.run.LacunaException;
import lacuna.sae.SaeReport;
import lacuna.sae.training.SaeTrainer;
import lacuna.sae.training.SaeTrainingConfig;
import lacuna.tensor.Dtype;
import lacuna.tensor.Torch;
import lacuna.text.Corpus;
import lacuna.text.TokenizedDocument;
import lacuna.text.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains sparse autoencoders on a model. */
@Command(
        name = "train-sae",
        description = {
            "Train one sparse autoencoder for each of several layers of a model, in SAELens layout.",
            "A run that was stopped goes on when started again with the same options."
        },
        footer = {
            "",
            "Example:",
            "  lacuna train-sae models/my-llama --text texts.jsonl --layers 2,3,4 --features 1536 --k 20 --out saes"
        })
final class TrainSaeCommand extends StageCommand {

    @Parameters(paramLabel = "PROJECT|MODEL", description = "Project folder, or model folder in Hugging Face layout.")
    private Path source = Path.of(".");

    @Option(
            names = "--text",
            required = true,
            paramLabel = "FILE",
            description = "Texts to train on (.txt, .jsonl, .csv or a folder); repeat for several.")
    private List<Path> texts = new ArrayList<>();

    @Option(names = "--text-field", paramLabel = "NAME", description = "Field or column of the text (default: text).")
    private String textField = Corpus.TEXT_FIELD;

    @Option(
            names = "--layers",
            required = true,
            split = ",",
            paramLabel = "L",
            description = "Block numbers, with commas between; each SAE reads resid_post.L.")
    private List<Integer> layers = new ArrayList<>();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the SAEs, one sub-folder a layer.")
    private Path out = Path.of(".");

    @Option(names = "--features", paramLabel = "N", description = "Features of each SAE (default: ${DEFAULT-VALUE}).")
    private int features = 1536;

    @Option(
            names = "--k",
            paramLabel = "N",
            description = "Features on at a token, on average (default: ${DEFAULT-VALUE}).")
    private int k = 20;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps (default: ${DEFAULT-VALUE}).")
    private int steps = 4000;

    @Option(names = "--rate", paramLabel = "X", description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = 3e-3;

    @Option(names = "--batch-tokens", paramLabel = "N", description = "Tokens a step (default: ${DEFAULT-VALUE}).")
    private int batchTokens = 1024;

    @Option(
            names = "--buffer-tokens",
            paramLabel = "N",
            description = "Tokens harvested at once (default: ${DEFAULT-VALUE}).")
    private int bufferTokens = 65_536;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longer documents are cut (default: ${DEFAULT-VALUE}).")
    private int maxTokens = 128;

    @Option(
            names = "--stored",
            paramLabel = "F32|F16|BF16",
            description = "Format on disk (default: ${DEFAULT-VALUE}).")
    private Dtype stored = Dtype.F32;

    TrainSaeCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        boolean isProject = Files.exists(source.resolve(ProjectManifest.FILE));
        Project project = isProject ? Project.read(source) : null;
        SaeTrainingConfig config =
                config(common().seedOr(project == null ? 0 : project.manifest().seed()));
        List<Corpus> corpora = new ArrayList<>();
        for (Path text : texts) {
            corpora.add(Corpus.read(text, textField));
        }
        try (Torch torch = common().start();
                LanguageModel model = LanguageModel.open(project == null ? source : project.model(), torch)) {
            List<TokenizedDocument> documents = new ArrayList<>();
            int fitting = Math.min(maxTokens, model.config().contextLength());
            for (Corpus corpus : corpora) {
                documents.addAll(Tokens.tokenize(corpus, model.tokenizer(), fitting));
            }
            List<HookPoint> hooks = layers.stream()
                    .distinct()
                    .sorted()
                    .map(HookPoint::residPost)
                    .toList();
            print(SaeTrainer.run(model, hooks, documents, config, out, console().progress()));
        }
    }

    private SaeTrainingConfig config(long seed) throws LacunaException {
        if (layers.stream().anyMatch(layer -> layer < 0) || maxTokens < 2) {
            throw new LacunaException("--layers takes block numbers from 0, --max-tokens at least 2; given were "
                    + layers + " and " + maxTokens + ".");
        }
        try {
            SaeTrainingConfig base = SaeTrainingConfig.of(features, k, steps, seed);
            return new SaeTrainingConfig(
                    features,
                    k,
                    steps,
                    batchTokens,
                    rate,
                    bufferTokens,
                    base.bufferPasses(),
                    base.modelBatch(),
                    base.deadTokens(),
                    base.auxiliaryWeight(),
                    base.checkpointEvery(),
                    maxTokens,
                    stored,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new LacunaException("The training settings make no sense: " + e.getMessage() + ".", e);
        }
    }

    private void print(List<SaeReport> reports) {
        console().print("%-14s %8s %8s %10s %8s %8s", "layer", "features", "L0", "explained", "dead %", "dense %");
        for (SaeReport report : reports) {
            console()
                    .print(
                            "%-14s %8d %8.1f %10.4f %8.2f %8.2f",
                            report.hook(),
                            report.features(),
                            report.l0(),
                            report.varianceExplained(),
                            100 * report.deadShare(),
                            100 * report.denseShare());
        }
        console()
                .print(
                        "%s",
                        String.format(
                                Locale.ROOT, "SAEs: %s", out.toAbsolutePath().normalize()));
    }
}
