package lacuna.ui.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Everything that can be done by name: what the palette lists. JavaFX thread only. */
public final class Commands {

    /**
     * @param title what it does, beginning with a verb, or what it shows
     * @param detail where it belongs
     * @param keys its shortcut; empty for none
     */
    public record Command(String title, String detail, String keys, Runnable action) {}

    /** Commands that depend on what is typed, such as features by number. */
    @FunctionalInterface
    public interface Source {
        /** @param query in lower case, not empty */
        List<Command> matching(String query, int most);
    }

    private final List<Command> fixed = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    public void add(String title, String detail, String keys, Runnable action) {
        fixed.add(new Command(title, detail, keys, action));
    }

    public void addSource(Source source) {
        sources.add(source);
    }

    /** Those that contain every word of the query; titles that begin with it first. */
    public List<Command> matching(String query, int most) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        List<Command> found = new ArrayList<>();
        for (Command command : fixed) {
            String text = (command.title() + " " + command.detail()).toLowerCase(Locale.ROOT);
            boolean all = true;
            for (String word : wanted.split("\\s+")) {
                all &= text.contains(word);
            }
            if (all) {
                found.add(command);
            }
        }
        found.sort(Comparator.comparingInt(
                command -> command.title().toLowerCase(Locale.ROOT).startsWith(wanted) ? 0 : 1));
        if (!wanted.isEmpty()) {
            sources.forEach(source -> found.addAll(source.matching(wanted, most)));
        }
        return found.subList(0, Math.min(most, found.size()));
    }
}
