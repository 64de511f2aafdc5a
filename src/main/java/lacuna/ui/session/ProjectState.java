package lacuna.ui.session;

import java.nio.file.Path;

/** What the window has in hand. */
public sealed interface ProjectState {

    /** Nothing has been opened yet. */
    record None() implements ProjectState {}

    /** A project is being read and checked. */
    record Opening(Path folder) implements ProjectState {}

    /**
     * A project could not be opened.
     *
     * @param name as its file says it, else the folder's
     * @param problem what is wrong, and what to do
     */
    record Broken(Path folder, String name, String problem) implements ProjectState {}

    /** A project is open. */
    record Ready(OpenProject project) implements ProjectState {}
}
