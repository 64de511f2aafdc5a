package lacuna.ui.app;

import java.util.List;
import java.util.prefs.Preferences;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.theme.ThemeManager;

/**
 * Everything of the window that there is once, built in one place and handed out by constructor. A screen takes from it what it
 * needs (often only jobs, themes and dialogs) and not the context itself.
 *
 * @param arguments of the command line: a project folder, or nothing
 * @param preferences window state and the like; never part of a project
 */
public record AppContext(
        List<String> arguments,
        Preferences preferences,
        ThemeManager themes,
        Jobs jobs,
        Dialogs dialogs,
        Errors errors,
        HeaderModel header,
        Navigation navigation,
        Commands commands,
        Drops drops,
        Tour tour) {

    private static final String PLACE = "window.place";

    public AppContext {
        arguments = List.copyOf(arguments);
    }

    public static AppContext of(
            List<String> arguments, Preferences preferences, ThemeManager themes, Jobs jobs, Dialogs dialogs) {
        Errors errors = new Errors();
        showFailures(jobs, errors);
        Navigation navigation = new Navigation();
        openWhereStarted(jobs, navigation);
        return new AppContext(
                arguments,
                preferences,
                themes,
                jobs,
                dialogs,
                errors,
                new HeaderModel(),
                navigation,
                new Commands(),
                new Drops(),
                new Tour(preferences, navigation));
    }

    /** decision: what a job has brought is shown in the place it was started from. */
    private static void openWhereStarted(Jobs jobs, Navigation navigation) {
        jobs.all().addListener((javafx.collections.ListChangeListener<BackgroundJob<?>>) change -> {
            while (change.next()) {
                Place place = navigation.currentProperty().get();
                if (place != null) {
                    change.getAddedSubList().forEach(job -> job.openWith(() -> navigation.show(place)));
                }
            }
        });
    }

    /** Adds the places to the rail and shows the one that was in front last time, else the first. */
    public void register(List<Place> places) {
        navigation.register(places);
        navigation.show(0);
        navigation.show(preferences.get(PLACE, ""));
        tour.resume();
        navigation.currentProperty().subscribe(place -> {
            if (place != null) {
                preferences.put(PLACE, place.title());
            }
        });
    }

    private static void showFailures(Jobs jobs, Errors errors) {
        jobs.all().addListener((javafx.collections.ListChangeListener<BackgroundJob<?>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(job -> job.onEnd(() -> showFailure(job, errors)));
            }
        });
    }

    private static void showFailure(BackgroundJob<?> job, Errors errors) {
        if (job.state() == JobState.FAILED) {
            errors.show(job.outcomeProperty().get(), job.failure());
        }
    }
}
