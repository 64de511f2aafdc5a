package lacuna.ui.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.prefs.Preferences;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import lacuna.project.ProjectManifest;

/** Projects that were opened before, the latest first. */
public final class RecentProjects {

    private static final int KEPT = 8;
    private static final String KEY = "recent.";

    private final Preferences preferences;
    private final ObservableList<Path> folders = FXCollections.observableArrayList();
    private final ObservableList<Path> view = FXCollections.unmodifiableObservableList(folders);

    public RecentProjects(Preferences preferences) {
        this.preferences = preferences;
        for (int i = 0; i < KEPT; i++) {
            String folder = preferences.get(KEY + i, "");
            if (!folder.isEmpty() && Files.exists(Path.of(folder).resolve(ProjectManifest.FILE))) {
                folders.add(Path.of(folder));
            }
        }
    }

    public ObservableList<Path> folders() {
        return view;
    }

    void add(Path folder) {
        if (folder.toString().length() > Preferences.MAX_VALUE_LENGTH) {
            return;
        }
        List<Path> now = new ArrayList<>(folders);
        now.remove(folder);
        now.add(0, folder);
        folders.setAll(now.subList(0, Math.min(KEPT, now.size())));
        for (int i = 0; i < KEPT; i++) {
            if (i < folders.size()) {
                preferences.put(KEY + i, folders.get(i).toString());
            } else {
                preferences.remove(KEY + i);
            }
        }
    }
}
