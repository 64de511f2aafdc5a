package lacuna.ui.report;

/**
 * A finished run.
 *
 * @param name of its folder
 * @param detail a few words on it: method, features, steps
 * @param obstacle why nothing of it can be exported, as a sentence; empty if it can
 */
public record ReportRun(String name, String detail, String obstacle) {}
