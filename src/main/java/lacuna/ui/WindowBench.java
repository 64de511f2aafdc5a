package lacuna.ui;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import lacuna.features.FeatureStatistics;
import lacuna.project.Project;
import lacuna.project.SavedStatistics;
import lacuna.run.LacunaException;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.LacunaApp;
import lacuna.ui.app.Place;
import lacuna.ui.app.PlaceFactory;
import lacuna.ui.features.FeatureTable;
import lacuna.ui.features.Provenance;
import lacuna.ui.features.TableBench;

/** What {@code lacuna bench ui PROJECT} measures: the window itself, on a project and on tables of made-up features. */
public final class WindowBench implements PlaceFactory {

    private static final int[] SIZES = {131_072, 1_000_000};
    private static final Duration REST = Duration.seconds(3);

    private final Path project;
    private final List<String> lines = new ArrayList<>();

    private WindowBench(Path project) {
        this.project = project;
    }

    /** Opens the window on a project, measures, closes it; a line for each figure. Once a process. */
    public static List<String> run(Path project) {
        WindowBench bench = new WindowBench(project);
        LacunaApp.launch(List.of(project.toString()), bench);
        return bench.lines;
    }

    @Override
    public List<Place> build(AppContext context) {
        long built = System.nanoTime();
        double started = millisSinceStart();
        List<Place> places = new Screens().build(context);
        context.header().projectProperty().subscribe(name -> {
            if (!name.isEmpty() && lines.isEmpty()) {
                line("window built after the start of the process", started);
                line("project open and shown after that", (System.nanoTime() - built) / 1e6);
                context.navigation().show("Features");
                PauseTransition rest = new PauseTransition(REST);
                // not from within an animation, which may not wait for the order of a long table
                rest.setOnFinished(event -> context.jobs()
                        .submitAside("Measure", progress -> project)
                        .onSuccess(now -> measure(context)));
                rest.play();
            }
        });
        return places;
    }

    private static double millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private void measure(AppContext context) {
        memory("at idle, project open");
        try {
            Optional<FeatureStatistics> kept = SavedStatistics.of(Project.read(project));
            if (kept.isPresent()) {
                FeatureTable table =
                        FeatureTable.of(kept.get(), new Provenance("project", Map.of(), "target", "benign"));
                table("project, " + table.size() + " features", table, context);
            } else {
                lines.add("The project has no statistics yet: 'lacuna analyze' collects them.");
            }
        } catch (LacunaException e) {
            lines.add(String.valueOf(e.getMessage()));
        }
        for (int size : SIZES) {
            table("made up, " + size + " features", TableBench.synthetic(size), context);
        }
        Window window = Window.getWindows().get(0);
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private void table(String name, FeatureTable table, AppContext context) {
        TableBench.run(table, context.jobs(), context.themes(), context.dialogs(), context.preferences())
                .forEach((what, times) -> lines.add(String.format(
                        Locale.ROOT,
                        "%-70s %9.1f ms, the window held for %.1f ms",
                        name + ": " + what,
                        times.until(),
                        times.held())));
    }

    private void line(String what, double millis) {
        lines.add(String.format(Locale.ROOT, "%-70s %9.1f ms", what, millis));
    }

    private void memory(String when) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        lines.add(String.format(Locale.ROOT, "%-70s %9.1f MB", "Java heap in use " + when, heap / 1e6));
        Path status = Path.of("/proc/self/status"); // Linux tells what the whole process holds
        try {
            for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
                if (line.startsWith("VmRSS:")) {
                    double kibibytes = Double.parseDouble(line.replaceAll("[^0-9]", ""));
                    lines.add(String.format(
                            Locale.ROOT, "%-70s %9.1f MB", "memory of the process " + when, kibibytes * 1.024e-3));
                }
            }
        } catch (IOException e) {
            lines.add("What the process holds cannot be read: " + e.getMessage());
        }
    }
}
