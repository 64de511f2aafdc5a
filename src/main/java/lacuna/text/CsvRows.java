package lacuna.text;

import java.util.ArrayList;
import java.util.List;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** Rows of separated values as RFC 4180 writes them: fields with separators, quotes or line breaks stand in quotes, a quote twice. */
public final class CsvRows {

    /**
     * One row.
     *
     * @param line where it begins, counted from 1
     */
    public record Row(List<String> fields, int line) {}

    private final String text;
    private final char separator;
    private final String file;
    private int at;
    private int line = 1;

    /** @param separator comma, semicolon or tab */
    public CsvRows(String text, char separator, String file) {
        this.text = text;
        this.separator = separator;
        this.file = file;
    }

    /** The next row that is not blank, or null at the end. */
    public @Nullable Row next() throws LacunaException {
        while (at < text.length() && atLineBreak()) {
            skipLineBreak();
        }
        if (at >= text.length()) {
            return null;
        }
        int start = line;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == separator) {
            at++;
            fields.add(field());
        }
        if (at < text.length()) {
            skipLineBreak();
        }
        return new Row(fields, start);
    }

    private String field() throws LacunaException {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != separator && !atLineBreak()) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws LacunaException {
        int start = line;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                line += c == '\n' ? 1 : 0;
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else if (at == text.length() || text.charAt(at) == separator || atLineBreak()) {
                return value.toString();
            } else {
                throw new LacunaException(file + ", line " + line
                        + ": text follows a closing quote. Write a quote inside a quoted field twice (\"\").");
            }
        }
        throw new LacunaException(file + ", line " + start + ": the quote that opens here is never closed. Close it, "
                + "or write a quote inside a quoted field twice (\"\").");
    }

    private boolean atLineBreak() {
        return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private void skipLineBreak() {
        if (text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
            at++;
        }
        at++;
        line++;
    }
}
