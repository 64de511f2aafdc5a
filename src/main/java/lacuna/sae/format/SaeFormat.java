package lacuna.sae.format;

import lacuna.run.LacunaException;

/** One published layout of SAE files. Adding a format is adding one class and one line to {@link SaeFormats}. */
interface SaeFormat {

    /** As users call it. */
    String name();

    /** Whether this is of the format, by the names and the kind of its files alone. */
    boolean recognises(SaePlace place);

    /**
     * Reads descriptions and headers, no matrix.
     *
     * @throws LacunaException if something is missing, damaged, not supported, or has to be said by the user
     */
    SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException;

    /** @throws LacunaException if the variant is neither empty nor one of these */
    default String variant(SaePlace place, SaeOptions options, String... known) throws LacunaException {
        for (String variant : known) {
            if (options.variant().equals(variant)) {
                return variant;
            }
        }
        if (options.variant().isEmpty()) {
            return "";
        }
        throw new LacunaException("There is no variant '" + options.variant() + "' of reading " + place + " ("
                + name() + "). "
                + (known.length == 0 ? "Leave \"variant\" out." : "Choose one of " + String.join(", ", known) + "."));
    }
}
