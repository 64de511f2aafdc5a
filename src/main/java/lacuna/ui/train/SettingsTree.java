package lacuna.ui.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.unlearning.UnlearnConfig;

/** Settings of any method as JSON, whose values the form reads and writes by their path. */
final class SettingsTree {

    private SettingsTree() {}

    static ObjectNode of(UnlearnConfig config) {
        try {
            return (ObjectNode) Json.parseTree(Json.line(config), "the settings");
        } catch (LacunaException e) {
            throw new IllegalStateException(e); // it was JSON a moment ago
        }
    }

    /** @throws IllegalArgumentException with a sentence for the user if the values do not fit together */
    static UnlearnConfig config(ObjectNode tree) {
        try {
            return Json.parse(tree.toString(), new TypeReference<>() {}, "the settings");
        } catch (LacunaException e) {
            throw new IllegalArgumentException(sentence(e), e);
        }
    }

    /** The record's own words, which stand at the end of the chain of causes. */
    private static String sentence(LacunaException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                String text = cause.getMessage();
                return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
            }
        }
        return String.valueOf(problem.getMessage());
    }

    /** A missing node where the settings leave a usual value out. */
    static JsonNode get(ObjectNode tree, String path) {
        return tree.at("/" + path.replace('.', '/'));
    }

    static void set(ObjectNode tree, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.set(path, value);
        } else {
            set(tree.withObject("/" + path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }

    /**
     * Fits settings made for another model or corpus to the open project: blocks the model does not have are left out, passes over the
     * texts become the steps they mean here.
     */
    static UnlearnConfig fitted(UnlearnConfig config, TrainModel.Choices choices) {
        MethodForm form = MethodForm.of(config).orElse(null);
        if (form == null) {
            return config;
        }
        ObjectNode tree = of(config.withSteps(config.stepsOver(choices.targetTexts())));
        int last = choices.blocks() - 1;
        for (Field field : form.fields()) {
            if (field instanceof Field.Block && get(tree, field.path()).asInt() > last) {
                set(tree, field.path(), tree.numberNode(last));
            } else if (field instanceof Field.Blocks) {
                ArrayNode own = tree.arrayNode();
                get(tree, field.path()).forEach(block -> {
                    if (block.asInt() <= last) {
                        own.add(block);
                    }
                });
                set(tree, field.path(), own.isEmpty() ? own.add(last) : own);
            }
        }
        return config(tree);
    }
}
