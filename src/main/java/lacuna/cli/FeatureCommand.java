package lacuna.cli;

import java.nio.file.Path;
import java.util.stream.Collectors;
import lacuna.features.FeatureRef;
import lacuna.features.FeatureStatistics;
import lacuna.features.LayerStatistics;
import lacuna.features.LogitLens;
import lacuna.model.HookPoint;
import lacuna.project.FeatureExport;
import lacuna.project.LoadedProject;
import lacuna.project.Pipeline;
import lacuna.project.Project;
import lacuna.report.FeatureCard;
import lacuna.report.FeatureCards;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One feature with its evidence, as JSON or as a page. */
@Command(
        name = "feature",
        description = "Everything about one feature: numbers, histogram, logits, passages, marks and labels.",
        footer = {
            "",
            "Examples:",
            "  lacuna feature sample-projects/ember-isles resid_post.4/317 --html feature-317.html",
            "  lacuna feature sample-projects/ember-isles 4/317 > feature-317.json"
        })
final class FeatureCommand extends StageCommand {

    private static final int LOGITS = 10;

    @Parameters(index = "0", paramLabel = "PROJECT", description = "Project folder: the one that holds project.json.")
    private Path folder = Path.of(".");

    @Parameters(
            index = "1",
            paramLabel = "LAYER/FEATURE",
            description = "Hook point or number of the layer, and number of the feature.")
    private String name = "";

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page that stands alone and prints well.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JSON (default: to standard output, one line).")
    private @Nullable Path json;

    FeatureCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = Project.open(folder);
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            FeatureStatistics statistics =
                    new Pipeline(loaded).statistics(console().progress());
            FeatureRef feature = FeatureRef.parse(
                    name,
                    statistics.layers().stream()
                            .collect(Collectors.toMap(LayerStatistics::hook, LayerStatistics::features)));
            write(card(loaded, statistics, feature.hook(), feature.feature()));
        }
    }

    private static FeatureCard card(LoadedProject loaded, FeatureStatistics statistics, HookPoint hook, int feature)
            throws LacunaException {
        FeatureExport export = FeatureExport.of(loaded.project());
        FeatureCards cards = new FeatureCards(
                statistics, export.source(statistics), loaded.model().tokenizer()::piece);
        LogitLens lens = LogitLens.none();
        for (SparseAutoencoder sae :
                loaded.saes(loaded.project().manifest().selection().mode())) {
            if (sae.hook().equals(hook)) {
                lens = LogitLens.of(loaded.model(), sae, feature, LOGITS);
            }
        }
        return cards.card(hook, feature, export.opinion(hook, feature), lens);
    }

    private void write(FeatureCard card) throws LacunaException {
        if (html != null) {
            card.writeHtml(html);
            console().print("%s", html);
        }
        if (json != null) {
            card.writeJson(json);
            console().print("%s", json);
        }
        if (html == null && json == null) {
            console().print("%s", Json.line(card));
        }
    }
}
