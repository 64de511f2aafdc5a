package lacuna.ui.compare;

/**
 * A finished run whose adapter can be tried.
 *
 * @param name of its folder
 * @param detail a few words on it: mode, time, steps
 */
public record RunChoice(String name, String detail) {}
