package lacuna.ui;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.animation.PauseTransition;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import lacuna.features.FeatureRef;
import lacuna.features.FeatureStatistics;
import lacuna.features.map.FeatureMap;
import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.SavedStatistics;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;
import lacuna.tensor.Torch.DeviceChoice;
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
    private static final int MAPS = 5;

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
                rest.setOnFinished(event ->
                        context.jobs().submit("Map of features", this::map).onSuccess(map -> measure(context, map)));
                rest.play();
            }
        });
        return places;
    }

    private static double millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** Lays out as many features as a map takes, of the project's SAEs in their order; on the compute thread. Empty where that fails. */
    private Optional<FeatureMap> map(Progress progress) {
        try (LoadedProject loaded =
                LoadedProject.load(Project.read(project), Torch.start(DeviceChoice.AUTO), progress)) {
            List<SparseAutoencoder> saes =
                    loaded.saes(loaded.project().manifest().selection().mode());
            List<FeatureRef> features = saes.stream()
                    .flatMap(sae -> IntStream.range(0, sae.features()).mapToObj(f -> new FeatureRef(sae.hook(), f)))
                    .limit(FeatureMap.MOST)
                    .toList();
            double[] millis = new double[MAPS];
            FeatureMap map = FeatureMap.of(loaded.torch(), saes, features, progress); // not counted
            for (int i = 0; i < MAPS; i++) {
                long start = System.nanoTime();
                map = FeatureMap.of(loaded.torch(), saes, features, progress);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            line("project: lay out a map of " + features.size() + " features, beside the window", millis[MAPS / 2]);
            return Optional.of(map);
        } catch (LacunaException e) {
            lines.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void measure(AppContext context, Optional<FeatureMap> map) {
        memory("at idle, project open");
        try {
            Optional<FeatureStatistics> kept = SavedStatistics.of(Project.read(project));
            if (kept.isPresent()) {
                FeatureTable table =
                        FeatureTable.of(kept.get(), new Provenance("project", Map.of(), "target", "benign"));
                table("project, " + table.size() + " features", table, map, context);
            } else {
                lines.add("The project has no statistics yet: 'lacuna analyze' collects them.");
            }
        } catch (LacunaException e) {
            lines.add(String.valueOf(e.getMessage()));
        }
        for (int size : SIZES) {
            table("made up, " + size + " features", TableBench.synthetic(size), Optional.empty(), context);
        }
        Window window = Window.getWindows().get(0);
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private void table(String name, FeatureTable table, Optional<FeatureMap> map, AppContext context) {
        TableBench.run(table, map, context.jobs(), context.themes(), context.dialogs(), context.preferences())
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
