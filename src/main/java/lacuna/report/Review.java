package lacuna.report;

/**
 * What a person made of a run, kept with it.
 *
 * @param reviewer a name; empty where nobody has signed
 * @param verdict in words; empty where none was given
 * @param date of the verdict, as ISO 8601 writes it; empty with the verdict
 */
public record Review(String reviewer, String verdict, String date) {

    public static final Review NONE = new Review("", "", "");

    public boolean saysNothing() {
        return reviewer.isBlank() && verdict.isBlank();
    }
}
