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
        Navigation navigation) {

    public AppContext {
        arguments = List.copyOf(arguments);
    }

    public static AppContext of(
            List<String> arguments, Preferences preferences, ThemeManager themes, Jobs jobs, Dialogs dialogs) {
        Errors errors = new Errors();
        showFailures(jobs, errors);
        return new AppContext(
                arguments, preferences, themes, jobs, dialogs, errors, new HeaderModel(), new Navigation());
    }

    /** Adds the places to the rail and shows the first. */
    public void register(List<Place> places) {
        navigation.register(places);
        navigation.show(0);
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
