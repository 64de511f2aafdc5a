package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.Commands;
import lacuna.ui.app.Tour;
import lacuna.ui.features.FeatureFile;
import lacuna.ui.features.FeaturesController;
import lacuna.ui.project.ProjectController;
import lacuna.ui.session.Session;

/** What the screens offer by name, and the steps of the tour. */
final class ScreenCommands {

    private static final List<Tour.Step> TOUR = List.of(
            new Tour.Step(
                    "Project",
                    "This is a whole project, ready to use",
                    "A small model, three sparse autoencoders, and two corpora: tales of dragons, which it is to forget, and of"
                            + " the sea, which it is to keep. Everything happens on this machine."),
            new Tour.Step(
                    "Features",
                    "Find what carries the dragons",
                    "Compute statistics reads both corpora once, some seconds to a minute. Each row is then a feature: sorted by"
                            + " CRISP\u2019s score, those that are on in the target and not in the benign texts come first. Read the"
                            + " evidence on the right, and mark with S, or let CRISP preset mark."),
            new Tour.Step(
                    "Train",
                    "Train an adapter that suppresses them",
                    "Start begins with settings that suit the sample and takes some minutes. Compare then shows the same prompts"
                            + " before and after, and Evaluate says what it cost."));

    private final AppContext context;

    private ScreenCommands(AppContext context) {
        this.context = context;
    }

    static void register(AppContext context, Session session, ProjectController project, FeaturesController features) {
        ScreenCommands commands = new ScreenCommands(context);
        commands.project(session, project);
        commands.features(features);
        context.commands().addSource((query, most) -> commands.recent(session, query));
        context.commands().addSource((query, most) -> commands.found(features, query, most));
    }

    /** Begins with the project that comes with Lacuna, once. */
    static void offerTour(AppContext context) {
        context.tour().offer(TOUR);
    }

    private void project(Session session, ProjectController project) {
        add("Open a project folder\u2026", "Project", "", project::openChosen);
        add("Open the sample project", "Project", "", session::openSample);
        add("Check the project again", "Project", "", project::checkAgain);
    }

    private void features(FeaturesController features) {
        add("Compute statistics", "Features", "", here(features, features::computeStatistics));
        add("Undo", "Features", "Ctrl+Z", here(features, features.marking()::undo));
        add("Redo", "Features", "Ctrl+Shift+Z", here(features, features.marking()::redo));
        add("Clear all marks", "Features", "", here(features, features.marking()::clear));
        add("List features of positions, not topic", "Features", "", here(features, features::listByPosition));
        add("Import labels\u2026", "Features", "", here(features, features.judgement()::importLabels));
        add("Import a selection\u2026", "Features", "", here(features, features.judgement()::importSelection));
        export(features, "Export the features shown as CSV\u2026", FeatureFile.CSV);
        export(features, "Export the features shown as JSON\u2026", FeatureFile.JSON);
        export(features, "Export vectors of the marked features\u2026", FeatureFile.MARKED_VECTORS);
        export(features, "Export vectors of the selected rows\u2026", FeatureFile.SELECTED_VECTORS);
        export(features, "Export this feature as a page\u2026", FeatureFile.PAGE);
        export(features, "Export this feature as JSON\u2026", FeatureFile.CARD);
        add("Look for this feature in another SAE\u2026", "Features", "", here(features, features::lookElsewhere));
        add("Map of features", "Features", "", here(features, features::showMap));
    }

    private void export(FeaturesController features, String title, FeatureFile form) {
        add(title, "Features", "", here(features, () -> features.judgement().export(form)));
    }

    private void add(String title, String detail, String keys, Runnable action) {
        context.commands().add(title, detail, keys, action);
    }

    private Runnable here(FeaturesController features, Runnable action) {
        return () -> {
            context.navigation().show(features.title());
            action.run();
        };
    }

    private List<Commands.Command> recent(Session session, String query) {
        List<Commands.Command> all = new ArrayList<>();
        for (Path folder : session.recent().folders()) {
            String name = "Open " + folder.getFileName();
            if (name.toLowerCase(java.util.Locale.ROOT).contains(query)) {
                all.add(new Commands.Command(name, "Recent: " + folder, "", () -> session.open(folder)));
            }
        }
        return all;
    }

    private List<Commands.Command> found(FeaturesController features, String query, int most) {
        return features.named(query, most).entrySet().stream()
                .map(entry -> new Commands.Command(
                        "Feature " + entry.getKey(),
                        entry.getValue(),
                        "",
                        here(features, () -> features.reveal(entry.getKey()))))
                .toList();
    }
}
