package lacuna.ui.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lacuna.unlearning.UnlearnConfig;

/** What can take several values from the form, each giving runs of its own. */
enum Vary {
    K(
            "k",
            "Features a layer",
            "10, 20, 50",
            "With values here the method chooses so many features by itself; marks are not used."),
    SUPPRESSION("suppression", "Suppression \u03bb", "1, 5, 20", "In place of \u03bb above, one run for each value."),
    LEARNING_RATE(
            "learningRate",
            "Learning rate",
            "1e-4, 1e-3",
            "In place of the learning rate above, one run for each value."),
    LAYERS(
            "layers",
            "SAE layers",
            "2+3, 2+3+4",
            "Blocks whose SAEs take part, joined by +; marks on other blocks are left out of that run."),
    SEED("seed", "Seeds", "0, 1, 2", "Repeats the run with other random numbers, to see how much chance there is.");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST = 50;

    private final String key;
    private final String label;
    private final String prompt;
    private final String help;

    Vary(String key, String label, String prompt, String help) {
        this.key = key;
        this.label = label;
        this.prompt = prompt;
        this.help = help;
    }

    /** Its name in files. */
    String key() {
        return key;
    }

    String label() {
        return label;
    }

    String prompt() {
        return prompt;
    }

    String help() {
        return help;
    }

    /** Whether a method has this to vary: features and SAEs only where it works on features. */
    boolean fits(UnlearnConfig config) {
        return switch (this) {
            case K, LAYERS -> config.featureMode().isPresent();
            default -> SettingsTree.of(config).has(key);
        };
    }

    /** "train-vary-k", for tests. */
    String id() {
        return "train-vary-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads what stands in the field: values with commas between, or with semicolons, which leaves commas to decimals.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    List<JsonNode> values(String text) {
        List<JsonNode> values = new ArrayList<>();
        boolean decimalCommas = text.indexOf(';') >= 0; // between values stands one or the other
        for (String part : text.split(decimalCommas ? ";" : ",")) {
            if (!part.isBlank()) {
                values.add(value(decimalCommas ? part.strip().replace(',', '.') : part.strip()));
            }
        }
        if (values.size() > MOST) {
            throw new IllegalArgumentException(label + ": give at most " + MOST + " values.");
        }
        if (values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException(label + ": a value stands there twice.");
        }
        return values;
    }

    private JsonNode value(String text) {
        try {
            return switch (this) {
                case K, SEED -> NODES.numberNode(atLeast(this == K ? 1 : 0, Integer.parseInt(text)));
                case SUPPRESSION -> NODES.numberNode(atLeast(0, Double.parseDouble(text)));
                case LEARNING_RATE -> NODES.numberNode(atLeast(1e-12, Double.parseDouble(text)));
                case LAYERS -> blocks(text);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    label + ": '" + text + "' cannot be read. Write it like " + prompt + ".", e);
        }
    }

    private <N extends Number> N atLeast(double least, N value) {
        if (!(value.doubleValue() >= least) || Double.isInfinite(value.doubleValue())) {
            throw new IllegalArgumentException(label + ": " + value + " is too small or too large.");
        }
        return value;
    }

    private static ArrayNode blocks(String text) {
        ArrayNode blocks = NODES.arrayNode();
        for (String block : text.split("\\+")) {
            blocks.add(Integer.parseInt(block.strip()));
        }
        return blocks;
    }
}
