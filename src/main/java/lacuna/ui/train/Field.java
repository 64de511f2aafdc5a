package lacuna.ui.train;

import java.util.List;
import java.util.Locale;

/** One setting of a method in the form: where it stands in the settings' JSON, its name, and a sentence on what it changes. */
sealed interface Field {

    /** Names in the settings' JSON, outer to inner, with dots between: "lora.rank". */
    String path();

    String label();

    String help();

    /** "train-lora-rank", for style and tests. */
    default String id() {
        return "train-"
                + path().replace('.', '-').replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** A whole number with bounds. */
    record Whole(String path, String label, String unit, int min, int max, String help) implements Field {}

    /** A number with bounds. */
    record Decimal(String path, String label, String unit, double min, double max, String help) implements Field {}

    /** The number of one block of the model. */
    record Block(String path, String label, String help) implements Field {}

    /** A run of blocks of the model. */
    record Blocks(String path, String label, String help) implements Field {}

    /** Which linear maps of a block. */
    record Maps(String path, String label, String help) implements Field {}

    /** Phrases, with semicolons between. */
    record Phrases(String path, String label, String help) implements Field {}

    /** One of a few, each with its own sentence. */
    record Choice(String path, String label, List<Option> options) implements Field {

        /**
         * @param value as the settings' JSON has it
         * @param sentence what it means
         */
        record Option(String value, String title, String sentence) {}

        @Override
        public String help() {
            return "";
        }
    }
}
