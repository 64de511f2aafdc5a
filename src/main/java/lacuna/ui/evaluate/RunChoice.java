package lacuna.ui.evaluate;

/**
 * A finished run that can be measured.
 *
 * @param name of its folder
 * @param detail a few words on it: mode, time, steps
 */
public record RunChoice(String name, String detail) {}
