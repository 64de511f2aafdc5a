package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lacuna.evaluation.QuestionSet;
import lacuna.model.ModelConfig;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.Attacks;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.Prefixes;
import lacuna.persistence.ProbeCheck;
import lacuna.persistence.Quantization;
import lacuna.persistence.RelearnConfig;
import lacuna.project.AttackPlan;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.RunAttacks;
import lacuna.project.RunFolder;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether what a run unlearned comes back. */
@Command(
        name = "attack",
        description =
                "Ask the project's target questions of a run's model once it is rounded to few bits, asked behind prefixes, or trained again; and look for the answers inside it.",
        footer = {
            "",
            "Without an attack named, all quantisations, the logit lens and the linear probes are tried. Results are kept in the run folder and stand in its report.",
            "",
            "Examples:",
            "  lacuna attack sample-projects/ember-isles --run runs/first",
            "  lacuna attack sample-projects/ember-isles --run runs/first --relearn 50 --rate 1e-3 --full"
        })
final class AttackCommand extends StageCommand {

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "Run folder that holds the adapter or the clamps.")
    private Path run = Path.of(".");

    @Option(names = "--quantise", description = "Round the merged model: int8 and int4 group-wise, NF4.")
    private boolean quantise;

    @Option(
            names = "--lens",
            description = "Logit lens: answer the questions from the residual stream behind every block.")
    private boolean lens;

    @Option(
            names = "--probe",
            description =
                    "Linear probes on the residual stream behind every block: tell held-out target from benign documents, and find the answers of the questions.")
    private boolean probe;

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

    @Option(
            names = "--half",
            paramLabel = "HALF",
            description =
                    "Ask only this half of the questions, split as CRISP's: ${COMPLETION-CANDIDATES}. Default: all.")
    private QuestionSet.Part part = QuestionSet.Part.ALL;

    AttackCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        if (relearn != null && relearn < 1 || rate != null && !(rate > 0)) {
            throw new LacunaException("--relearn and --rate must be above 0.");
        }
        if (relearn == null && (full || rate != null)) {
            throw new LacunaException(
                    "--full and --rate are about training again. Say on how many texts with --relearn.");
        }
        Project project = projectOptions.open(common());
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress());
                RunAttacks attacks = RunAttacks.begin(
                        loaded, RunFolder.at(run), part, console().progress())) {
            boolean usual = !quantise && !lens && !probe && prefixes == null && relearn == null;
            if (quantise || usual) {
                for (Quantization quantization : Quantization.values()) {
                    print(attacks.quantised(quantization, console().progress()));
                }
            }
            if (lens || usual) {
                print(attacks.lens(console().progress()));
            }
            if (probe || usual) {
                print(attacks.probe(console().progress()));
                print(attacks.answerProbe(console().progress()));
            }
            if (prefixes != null) {
                print(attacks.prefixed(Prefixes.read(prefixes), console().progress()));
            }
            if (relearn != null) {
                long seed = loaded.project().manifest().seed();
                print(attacks.relearned(
                        config(loaded.model().config(), seed, relearn),
                        console().progress()));
            }
        }
    }

    private RelearnConfig config(ModelConfig model, long seed, int samples) {
        AttackPlan.Weights weights = full ? AttackPlan.Weights.ALL : AttackPlan.Weights.SMALL_LORA;
        return new AttackPlan.Relearn(weights, samples, rate == null ? weights.rate() : rate).config(model, seed);
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

    private void print(Attacks.Lens lens) {
        print(lens.persistence());
        console().print("  %-16s %26s %26s", "logit lens", "before: right, rank, p", "unlearned: right, rank, p");
        for (LensCheck.Layer layer : lens.check().layers()) {
            console()
                    .print(
                            "  %-16s %8.3f %8.1f %8.4f %8.3f %8.1f %8.4f",
                            layer.layer(),
                            layer.before().answers().accuracy(),
                            layer.before().medianRank(),
                            layer.before().meanProbability(),
                            layer.after().answers().accuracy(),
                            layer.after().medianRank(),
                            layer.after().meanProbability());
        }
    }

    private void print(ProbeCheck check) {
        console()
                .print(
                        "linear probe, %s against %s, fitted on %d documents, tested on %d",
                        check.target(), check.benign(), check.fitted(), check.tested());
        print(check.layers());
    }

    private void print(AnswerProbeCheck check) {
        console()
                .print(
                        "answer probe, %d questions of %s, %d folds",
                        check.questions(), check.questionSet(), check.folds());
        print(check.layers());
    }

    private void print(List<ProbeCheck.Layer> layers) {
        console().print("  %-16s %8s %10s %10s %10s", "", "before", "unlearned", "fitted anew", "shuffled");
        for (ProbeCheck.Layer layer : layers) {
            console()
                    .print(
                            "  %-16s %8.3f %10.3f %10.3f %10.3f",
                            layer.layer(),
                            layer.before().accuracy(),
                            layer.unlearned().accuracy(),
                            layer.attacked().accuracy(),
                            layer.control().accuracy());
        }
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
