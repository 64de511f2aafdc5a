package lacuna.run;

/** The user asked to stop; what was finished is kept. Not an error: callers end quietly. */
public final class Cancelled extends LacunaException {

    private static final long serialVersionUID = 1L;

    public Cancelled() {
        super("Cancelled.");
    }
}
