package lacuna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.model.ModelVariant;
import lacuna.project.Evaluation;
import lacuna.project.LoadedProject;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.RunModel;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.selection.FeatureSelection;
import lacuna.stats.Interval;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the model scores, with or without an adapter. */
@Command(
        name = "evaluate",
        description =
                "Ask the project's questions, measure perplexity and continue its prompts, with or without an adapter; or, with --run, measure everything of a run before and after and keep it in the run's folder.",
        footer = {
            "",
            "Examples:",
            "  lacuna evaluate sample-projects/ember-isles",
            "  lacuna evaluate sample-projects/ember-isles --adapter runs/first --json > after.json",
            "  lacuna evaluate sample-projects/ember-isles --run runs/first",
            "  lacuna evaluate PROJECT --adapter runs/first --questions wmdp-bio.json --protocol crisp --half test"
        })
final class EvaluateCommand extends StageCommand {

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description =
                    "PEFT adapter, or a run folder that holds one; of a run, its features' activity is measured too.")
    private @Nullable Path adapter;

    @Mixin
    private RunRecordOptions runRecord = new RunRecordOptions();

    @Mixin
    private QuestionOptions questionOptions = new QuestionOptions();

    @Option(names = "--json", description = "Everything that was measured, as one JSON object on one line.")
    private boolean json;

    EvaluateCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        questionOptions.requireWhole();
        runRecord.requireWhole();
        if (runRecord.isGiven() && (adapter != null || questionOptions.isGiven())) {
            throw new LacunaException("--run measures a run with the project's own questions, before and after."
                    + " Leave out --adapter and --questions, or --run.");
        }
        Project project = projectOptions.open(common());
        Path found = adapter == null ? null : RunModel.folderIn(adapter);
        FeatureSelection selection = found == null ? null : selectionBeside(found);
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress());
                RunModel run = RunModel.openOrUntouched(found, loaded)) {
            if (runRecord.isGiven()) {
                new RunRecord(runRecord, console()).measure(loaded);
                return;
            }
            if (questionOptions.isGiven()) {
                ask(loaded, run.variant(), found);
                return;
            }
            print(new Pipeline(loaded)
                    .evaluate(selection, run.variant(), console().progress()));
        }
    }

    private void ask(LoadedProject loaded, ModelVariant variant, @Nullable Path found) throws LacunaException {
        AskedQuestions asked = new AskedQuestions(questionOptions, console());
        String identity = found == null ? "" : AskedQuestions.identity(RunModel.weightsIn(found));
        if (json) {
            asked.askForJson(loaded.model(), variant, identity);
        } else {
            asked.ask(loaded.model(), variant, identity);
        }
    }

    private static @Nullable FeatureSelection selectionBeside(Path adapter) throws LacunaException {
        Path file = adapter.toAbsolutePath().normalize().resolveSibling(RunFolder.SELECTION);
        return Files.exists(file) ? Json.read(file, FeatureSelection.class) : null;
    }

    private void print(Evaluation evaluation) {
        if (json) {
            console().print("%s", Json.line(evaluation));
            return;
        }
        questions("Target accuracy", evaluation.target());
        questions("Benign accuracy", evaluation.benign());
        questions("General accuracy", evaluation.general());
        console()
                .print(
                        "%-26s %8.3f   on %s, %d tokens",
                        "Perplexity",
                        evaluation.perplexity().perplexity(),
                        evaluation.perplexity().corpus(),
                        evaluation.perplexity().tokens());
        if (evaluation.activity() != null) {
            console()
                    .print(
                            "%-26s %8.4f   mean activation on %s",
                            "Activity of the features",
                            evaluation.activity().mean(),
                            evaluation.activity().corpus());
        }
        if (evaluation.generations() != null) {
            proxies(evaluation.generations());
            evaluation
                    .generations()
                    .texts()
                    .forEach(text -> console().print("%s%n%s", "", (text.prompt() + text.text()).strip()));
        }
    }

    /** By group of prompts; they are proxies, and say so. */
    private void proxies(GenerationsResult generations) {
        Map<String, List<String>> byGroup = new TreeMap<>();
        generations
                .texts()
                .forEach(text -> byGroup.computeIfAbsent(text.group(), group -> new ArrayList<>())
                        .add(text.text()));
        byGroup.forEach((group, texts) -> {
            FluencyProxies proxies = FluencyProxies.mean(texts);
            console()
                    .print(
                            "%-26s distinct-2 %.2f, repetition %.2f, compression %.2f, non-letters %.3f (%d texts)",
                            "Fluency proxies, " + group,
                            proxies.distinct2(),
                            proxies.repetition(),
                            proxies.compression(),
                            proxies.nonLetters(),
                            texts.size());
        });
    }

    private void questions(String name, @Nullable MultipleChoiceResult result) {
        if (result != null) {
            Interval interval = result.interval();
            console()
                    .print(
                            "%-26s %8.3f   95 %% between %.3f and %.3f, %d questions, %s",
                            name,
                            result.accuracy(),
                            interval.low(),
                            interval.high(),
                            result.questions().size(),
                            result.protocol().title());
        }
    }
}
