package lacuna.ui.session;

/**
 * A finished run that can be chosen: to be tried, to be measured.
 *
 * @param name of its folder
 * @param detail a few words on it: method, features, steps; may be empty
 */
public record RunChoice(String name, String detail) {

    /** "2026-11-23_191204, CRISP aligned, 60 features, 150 steps". */
    public String title() {
        return detail.isEmpty() ? name : name + ", " + detail;
    }
}
