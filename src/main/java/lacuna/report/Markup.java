package lacuna.report;

import java.util.Locale;
import lacuna.stats.Interval;

/** HTML being written; what is text is escaped. Numbers look alike on every machine. */
final class Markup {

    private static final String NONE = "\u2013";

    private final StringBuilder html = new StringBuilder();

    /** Markup as it stands. */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Escaped. */
    Markup text(String text) {
        return raw(escaped(text));
    }

    /** An element without attributes around a text. */
    Markup element(String name, String text) {
        return element(name, "", text);
    }

    /** @param type class of the element; empty for none */
    Markup element(String name, String type, String text) {
        raw("<" + name + (type.isEmpty() ? "" : " class=\"" + type + "\"") + ">");
        return text(text).raw("</" + name + ">");
    }

    /** Opens a table; a head that begins with # stands above numbers. */
    Markup table(String type, String... heads) {
        raw(type.isEmpty() ? "<table>" : "<table class=\"" + type + "\">").raw("<thead><tr>");
        for (String head : heads) {
            boolean number = head.startsWith("#");
            element("th", number ? "n" : "", number ? head.substring(1) : head);
        }
        return raw("</tr></thead><tbody>\n");
    }

    Markup endTable() {
        return raw("</tbody></table>\n");
    }

    /** A row of cells; those from the given one on hold numbers. */
    Markup row(int numbersFrom, String... cells) {
        raw("<tr>");
        for (int i = 0; i < cells.length; i++) {
            element("td", i >= numbersFrom ? "n" : "", cells[i]);
        }
        return raw("</tr>\n");
    }

    /** A cell with a number and, smaller below it, its interval. */
    Markup figure(String number, String interval) {
        return raw("<td class=\"n\">").text(number).element("small", interval).raw("</td>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String percent(double share) {
        return Double.isFinite(share) ? signed(String.format(Locale.ROOT, "%.1f\u202F%%", 100 * share)) : NONE;
    }

    /** Both ends in percent. */
    static String interval(Interval interval) {
        return percent(interval.low()) + " to " + percent(interval.high());
    }

    /** Three significant digits without an exponent where that can be read. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        if (value == 0 || size >= 1e6 || size < 1e-4) {
            return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
        }
        return String.format(
                Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= .1 ? "%.2f" : "%.4f", value);
    }

    static String fixed(double value, int decimals) {
        return Double.isFinite(value) ? signed(String.format(Locale.ROOT, "%." + decimals + "f", value)) : NONE;
    }

    /** With a minus sign as wide as a digit; none before a value that was rounded to zero. */
    private static String signed(String number) {
        boolean isZero = number.chars().noneMatch(c -> c >= '1' && c <= '9');
        return isZero ? number.replace("-", "") : number.replace('-', '\u2212');
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
