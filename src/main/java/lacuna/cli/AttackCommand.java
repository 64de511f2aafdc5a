package lacuna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.evaluation.QuestionSet;
import lacuna.model.LanguageModel;
import lacuna.persistence.Attacks;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.ProjectFiles;
import lacuna.project.RunFolder;
import lacuna.project.RunModel;
import lacuna.project.RunReport;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether what a run unlearned comes back. */
@Command(
        name = "attack",
        description =
                "Ask the project's target questions of a run's model once it is rounded to few bits, asked behind prefixes, or trained again.",
        footer = {
            "",
            "Without an attack named, all quantisations are tried. Results are kept in the run folder and stand in its report.",
            "",
            "Examples:",
            "  lacuna attack sample-projects/ember-isles --run runs/first",
            "  lacuna attack sample-projects/ember-isles --run runs/first --relearn 50 --rate 1e-3 --full"
        })
final class AttackCommand extends StageCommand {

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Option(names = "--run", required = true, paramLabel = "DIR", description = "Run folder that holds the adapter or the clamps.")
    private Path run = Path.of(".");

    @Option(names = "--quantise", description = "Round the merged model: int8 and int4 group-wise, NF4.")
    private boolean quantise;

    @Option(names = "--prefixes", paramLabel = "FILE", description = "Ask behind each line of this file.")
    private @Nullable Path prefixes;

    @Option(names = "--relearn", paramLabel = "N", description = "Train a small LoRA on N target texts (rank 128).")
    private @Nullable Integer relearn;

    @Option(names = "--full", description = "With --relearn: train all weights instead.")
    private boolean full;

    @Option(
            names = "--rate",
            paramLabel = "X",
            description = "With --relearn: learning rate, in place of the protocol's.")
    private @Nullable Double rate;

    AttackCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        if (relearn != null && relearn < 1 || rate != null && !(rate > 0)) {
            throw new LacunaException("--relearn and --rate must be above 0.");
        }
        Project project = projectOptions.open(common());
        RunFolder folder = RunFolder.at(run);
        ProjectFiles files = new ProjectFiles(project);
        QuestionSet questions = files.targetQuestions()
                .orElseThrow(() -> new LacunaException(
                        project.file() + " names no target questions to attack with. Add \"questions\" to it."));
        List<Persistence> found = new ArrayList<>(RunReport.persistence(folder));
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress());
                RunModel unlearned = RunModel.open(run, loaded)) {
            Attacks attacks = new Attacks(
                    loaded.model(),
                    unlearned.variant(),
                    questions,
                    files.questionConfig(),
                    console().progress());
            for (Persistence check : made(attacks, loaded)) {
                found.removeIf(known -> known.attack().equals(check.attack()));
                found.add(check);
                Json.write(folder.file(RunReport.PERSISTENCE), found);
                print(check);
            }
        }
    }

    private List<Persistence> made(Attacks attacks, LoadedProject loaded) throws LacunaException {
        List<Persistence> made = new ArrayList<>();
        if (quantise || (prefixes == null && relearn == null)) {
            for (Quantization quantization : Quantization.values()) {
                made.add(attacks.quantised(quantization, console().progress()));
            }
        }
        if (prefixes != null) {
            made.add(attacks.prefixed(Prefixes.read(prefixes), console().progress()));
        }
        if (relearn != null) {
            RelearnConfig config =
                    config(loaded.model(), loaded.project().manifest().seed(), relearn);
            List<TokenizedDocument> texts =
                    loaded.documents(loaded.project().manifest().corpora().target(), config.maxTokens());
            made.add(attacks.relearned(config, "target", texts, console().progress()));
        }
        return made;
    }

    private RelearnConfig config(LanguageModel model, long seed, int samples) {
        int maxTokens = Math.min(full ? 256 : 1024, model.config().contextLength());
        RelearnConfig config = full
                ? RelearnConfig.fullWeights(samples, maxTokens, seed)
                : RelearnConfig.smallLora(model.config().layers(), samples, maxTokens, seed);
        return rate == null ? config : config.withLearningRate(rate);
    }

    private void print(Persistence check) {
        console()
                .print(
                        "%-60s before %.3f, unlearned %.3f, attacked %.3f; %s",
                        check.attack(),
                        check.before().accuracy(),
                        check.unlearned().accuracy(),
                        check.attacked().accuracy(),
                        recovered(check));
    }

    private static String recovered(Persistence check) {
        return Double.isFinite(check.recovered())
                ? String.format(
                        Locale.ROOT,
                        "recovered %.2f (95 %% between %.2f and %.2f)",
                        check.recovered(),
                        check.recoveredInterval().low(),
                        check.recoveredInterval().high())
                : "nothing had been unlearned that could be recovered";
    }
}
