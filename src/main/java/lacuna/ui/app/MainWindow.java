package lacuna.ui.app;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;
import lacuna.ui.task.TaskPane;
import lacuna.ui.theme.Theme;
import lacuna.ui.theme.ThemeManager;
import org.jspecify.annotations.Nullable;

/** Rail, header, the place in front, job bar with its drawer, errors; and what happens when the window is closed. */
public final class MainWindow {

    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    /** To the question on closing; in the order of the buttons. */
    private enum Answer {
        WAIT_AND_QUIT,
        CANCEL_AND_QUIT,
        STAY
    }

    private final AppContext context;
    private final BorderPane root = new BorderPane();
    private final StackPane content = new StackPane();
    private final CommandPalette palette;
    private final LogPane log;
    private final Zoom zoom;
    private boolean closing;
    private Subscription waiting = Subscription.EMPTY;

    public MainWindow(AppContext context) {
        this.context = context;
        root.getStyleClass().add("main-window");
        content.getStyleClass().add("content");
        JobBar jobBar = new JobBar(context.jobs());
        palette = new CommandPalette(context.commands());
        log = new LogPane(context.jobs());
        zoom = new Zoom(context.preferences());
        root.setTop(new HeaderBar(context.header(), context.themes(), zoom, palette::toggle));
        root.setLeft(new NavigationRail(context.navigation(), new Region()));
        root.setCenter(centre(jobBar));
        root.setBottom(jobBar);
        context.navigation().currentProperty().subscribe(this::front);
        context.themes().follow(root, theme -> root.pseudoClassStateChanged(DARK, theme == Theme.DARK));
    }

    /** The whole window as a node. */
    public Region root() {
        return root;
    }

    /**
     * Shows it on a stage of its own.
     *
     * @param ended called after the window has closed and the last job has come to its end
     */
    public void show(Stage stage, Runnable ended) {
        Scene scene = new Scene(new ZoomPane(new StackPane(root, palette), zoom.factorProperty()));
        stage.setScene(scene);
        stage.setMinWidth(960);
        stage.setMinHeight(600);
        stage.titleProperty()
                .bind(context.header()
                        .projectProperty()
                        .map(name -> name.isEmpty() ? "Lacuna" : name + " \u2013 Lacuna"));
        WindowMemory memory = new WindowMemory(context.preferences());
        memory.restore(stage);
        addKeys(scene);
        PopupZoom.follow(stage, zoom.factorProperty());
        stage.focusedProperty().subscribe(this::askSystemTheme);
        stage.setOnCloseRequest(event -> onCloseRequest(event, stage, memory, ended));
        stage.setOnHidden(event -> log.close()); // else the log goes on laying out lines for a window that is gone
        stage.show();
    }

    /** Whoever changes the system's theme comes back to this window afterwards. */
    private void askSystemTheme(boolean focused) {
        ThemeManager themes = context.themes();
        if (focused && themes.asSystemProperty().get() && !closing) {
            context.jobs()
                    .submitAside("Ask for the system's theme", progress -> themes.askSystem())
                    .onSuccess(themes::systemSays);
        }
    }

    private Node centre(JobBar jobBar) {
        TaskPane tasks = new TaskPane(context.jobs());
        tasks.setMaxSize(460, Region.USE_PREF_SIZE);
        tasks.visibleProperty().bind(jobBar.drawer().selectedProperty());
        tasks.managedProperty().bind(tasks.visibleProperty());
        StackPane.setAlignment(tasks, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(tasks, new Insets(0, 12, 8, 0));
        BorderPane withErrors = new BorderPane(content);
        withErrors.setTop(new ErrorBanner(context.errors()));
        withErrors.getStyleClass().add("content-frame");
        log.setMaxSize(640, Region.USE_PREF_SIZE);
        log.visibleProperty().bind(jobBar.logDrawer().selectedProperty());
        log.managedProperty().bind(log.visibleProperty());
        StackPane.setAlignment(log, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(log, new Insets(0, 12, 8, 0));
        TourCard tour = new TourCard(context.tour());
        // to the right: on the left it would lie on the buttons it speaks of
        StackPane.setAlignment(tour, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(tour, new Insets(0, 24, 16, 0));
        return new StackPane(withErrors, tasks, log, tour);
    }

    private void front(@Nullable Place place) {
        if (place == null) {
            content.getChildren().clear();
        } else {
            content.getChildren().setAll(place.view());
            Dividers.remember(place.title(), place.view(), context.preferences());
        }
    }

    private void addKeys(Scene scene) {
        List<KeyCode> digits =
                List.of(KeyCode.DIGIT1, KeyCode.DIGIT2, KeyCode.DIGIT3, KeyCode.DIGIT4, KeyCode.DIGIT5, KeyCode.DIGIT6);
        for (int i = 0; i < digits.size(); i++) {
            int index = i;
            scene.getAccelerators()
                    .put(shortcut(digits.get(i)), () -> context.navigation().show(index));
        }
        scene.getAccelerators().put(shortcut(KeyCode.T), () -> context.themes().toggle());
        scene.getAccelerators().put(shortcut(KeyCode.K), palette::toggle);
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.P, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                        palette::toggle);
        for (KeyCode key : List.of(KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD)) {
            scene.getAccelerators().put(shortcut(key), zoom::larger);
        }
        for (KeyCode key : List.of(KeyCode.MINUS, KeyCode.SUBTRACT)) {
            scene.getAccelerators().put(shortcut(key), zoom::smaller);
        }
        for (KeyCode key : List.of(KeyCode.DIGIT0, KeyCode.NUMPAD0)) {
            scene.getAccelerators().put(shortcut(key), zoom::reset);
        }
        addCommands();
        acceptFiles(scene);
    }

    private void addCommands() {
        Commands commands = context.commands();
        List<Place> places = context.navigation().places();
        places.forEach(this::addPlace);
        context.navigation().places().addListener((ListChangeListener<Place>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(this::addPlace);
            }
        });
        commands.add(
                "Switch between light and dark",
                "Window",
                "Ctrl+T",
                () -> context.themes().toggle());
        commands.add("Light", "Theme", "", () -> context.themes().use(Theme.LIGHT));
        commands.add("Dark", "Theme", "", () -> context.themes().use(Theme.DARK));
        commands.add("As the system", "Theme", "", () -> context.themes().useSystem());
        commands.add("Zoom in", "Window", "Ctrl++", zoom::larger);
        commands.add("Zoom out", "Window", "Ctrl+\u2212", zoom::smaller);
        commands.add("Zoom to 100 %", "Window", "Ctrl+0", zoom::reset);
        commands.add("Cancel all jobs", "Jobs", "", () -> context.jobs().cancelAll());
        commands.add("Clear finished jobs", "Jobs", "", () -> context.jobs().clearEnded());
        commands.add("Take the tour", "Help", "", () -> context.tour().begin());
    }

    private void addPlace(Place place) {
        int number = context.navigation().places().indexOf(place) + 1;
        context.commands()
                .add(
                        "Go to " + place.title(),
                        "Place",
                        "Ctrl+" + number,
                        () -> context.navigation().show(place));
    }

    private void acceptFiles(Scene scene) {
        scene.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        scene.setOnDragDropped(event -> {
            boolean files = event.getDragboard().hasFiles();
            if (files) {
                context.drops()
                        .accept(event.getDragboard().getFiles().stream()
                                .map(File::toPath)
                                .toList());
            }
            event.setDropCompleted(files);
            event.consume();
        });
    }

    private static KeyCombination shortcut(KeyCode key) {
        return new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN);
    }

    private void onCloseRequest(WindowEvent event, Stage stage, WindowMemory memory, Runnable ended) {
        event.consume();
        if (closing) {
            return;
        }
        Runnable close = () -> close(stage, memory, ended);
        if (!context.jobs().isBusy()) {
            close.run();
            return;
        }
        switch (ask()) {
            case CANCEL_AND_QUIT -> close.run();
            case WAIT_AND_QUIT -> closeWhenIdle(close);
            case STAY -> waiting.unsubscribe();
        }
    }

    /** Stops what runs, lets the places hand their engine memory back on the compute thread, and ends after that. */
    private void close(Stage stage, WindowMemory memory, Runnable ended) {
        if (closing) {
            return;
        }
        closing = true;
        waiting.unsubscribe();
        memory.store(stage);
        root.setDisable(true);
        context.jobs().cancelAll();
        // the last first: what the others leave to be saved is saved by the first, which holds the project
        List<Place> places = new ArrayList<>(context.navigation().places());
        Collections.reverse(places);
        places.forEach(Place::close);
        context.jobs().closeThen(() -> {
            stage.hide();
            ended.run();
        });
    }

    private void closeWhenIdle(Runnable close) {
        waiting.unsubscribe();
        waiting = context.jobs().running().subscribe(job -> {
            if (job == null && !context.jobs().isBusy()) {
                close.run();
            }
        });
    }

    private Answer ask() {
        int answer = context.dialogs()
                .choose(
                        "A job is still running",
                        "Cancelling stops it after its current batch. What it has written so far is kept and can be"
                                + " resumed.",
                        List.of("Quit when it is done", "Cancel it and quit", "Stay"));
        return Answer.values()[answer];
    }
}
