package lacuna.project;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Numerals;
import lacuna.run.Yaml;
import lacuna.unlearning.RunSchedule;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/**
 * Several runs from one description: every combination of the values given, on top of the project's settings. In a file, YAML or JSON:
 *
 * <pre>
 * name: k-and-lambda
 * settings: {steps: 60}          # the same for all, by the names of the project file
 * vary:
 *   k: [10, 20]                  # k, tau, mode, layers: which features; seed; preset;
 *   suppression: [1, 5]          # and everything that "unlearning" of the project file takes
 *   layers: [[2, 3], [2, 3, 4]]
 * evaluate: true                 # the default
 * checkEvery: 25                 # default 0: no checks while training
 * keep: best                     # default last
 * </pre>
 *
 * @param name begins the names of the runs' folders
 * @param settings the same for all runs
 * @param vary the values of each setting that varies; the last one varies fastest
 * @param evaluate whether the runs are evaluated, too
 */
public record Sweep(
        String name,
        @Nullable Map<String, JsonNode> settings,
        Map<String, List<JsonNode>> vary,
        @Nullable Boolean evaluate,
        int checkEvery,
        @Nullable String keep) {

    private static final int MOST = 1000;
    private static final Set<String> OF_SELECTION = Set.of("k", "tau", "mode", "layers");

    public Sweep {
        name = Objects.requireNonNullElse(name, "sweep");
        vary = Objects.requireNonNullElse(vary, Map.<String, List<JsonNode>>of());
    }

    /** @throws LacunaException naming file and place if it is no such description */
    public static Sweep read(Path file) throws LacunaException {
        JsonNode tree = Yaml.readTree(file);
        return Json.parse(tree.toString(), new TypeReference<>() {}, file.toString());
    }

    public AfterTraining after() {
        return Boolean.FALSE.equals(evaluate) ? AfterTraining.STOP : AfterTraining.EVALUATE;
    }

    /**
     * All runs, each with its folder's name; checked, so that a wrong value is told before anything is computed.
     *
     * @param source how features are chosen
     * @param marks those of the moment, if marks choose; null for the marks file
     */
    public List<RunQueue.Entry> expand(Project project, SelectionSource source, @Nullable Marks marks)
            throws LacunaException {
        List<RunQueue.Entry> entries = new ArrayList<>();
        for (Map<String, JsonNode> values : combinations()) {
            String runName = begun(project, entries.size() + 1, values);
            entries.add(new RunQueue.Entry(runName, request(project, source, marks, values), after()));
        }
        return entries;
    }

    /** The run's name; where a sweep was begun by an earlier version, which wrote 5.0E-4 for 5e-4, the name it has since then. */
    private String begun(Project project, int number, Map<String, JsonNode> values) {
        String now = runName(number, values, Sweep::text);
        String before = runName(number, values, Sweep::textOfEarlierVersions);
        return Files.exists(project.runs().resolve(before)) ? before : now;
    }

    private String runName(int number, Map<String, JsonNode> values, Function<JsonNode, String> text) {
        return safe(name + "-" + String.format(Locale.ROOT, "%02d", number) + words(values, "-", "", "-", text));
    }

    /** All runs on top of settings that are already whole, such as those of a form. */
    public List<RunQueue.Entry> expand(RunRequest base) throws LacunaException {
        List<RunQueue.Entry> entries = new ArrayList<>();
        for (Map<String, JsonNode> values : combinations()) {
            String runName = runName(entries.size() + 1, values, Sweep::text);
            entries.add(new RunQueue.Entry(runName, over(base, values), after()));
        }
        return entries;
    }

    /** Settings replaced by name, whatever the method. */
    static RunRequest over(RunRequest base, Map<String, JsonNode> values) throws LacunaException {
        ObjectNode selection = tree(base.selection());
        ObjectNode training = tree(base.config());
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            ObjectNode part = OF_SELECTION.contains(value.getKey()) ? selection : training;
            if (part == training && !training.has(value.getKey())) {
                throw new LacunaException(base.config().title() + " has no setting '" + value.getKey() + "' to vary.");
            }
            part.set(value.getKey(), value.getValue());
        }
        // a number of features asks the method to choose them; marks are as many as they are
        SelectionSource source = values.containsKey("k") ? SelectionSource.AUTOMATIC : base.source();
        return new RunRequest(
                source,
                source == SelectionSource.MARKS ? base.marks() : null,
                Json.parse(
                        selection.toString(),
                        new TypeReference<>() {},
                        "the selection with" + words(values, ", ", " = ", " ")),
                Json.parse(
                        training.toString(),
                        new TypeReference<>() {},
                        "the training with" + words(values, ", ", " = ", " ")),
                base.schedule());
    }

    private List<Map<String, JsonNode>> combinations() throws LacunaException {
        return combinations(vary);
    }

    /** Every combination of the values; the last setting varies fastest. */
    static List<Map<String, JsonNode>> combinations(Map<String, List<JsonNode>> vary) throws LacunaException {
        List<Map<String, JsonNode>> all = List.of(Map.of());
        for (Map.Entry<String, List<JsonNode>> setting : vary.entrySet()) {
            if (setting.getValue() == null || setting.getValue().isEmpty()) {
                throw new LacunaException("The sweep varies " + setting.getKey() + " but gives no values. List some.");
            }
            if ((long) all.size() * setting.getValue().size() > MOST) {
                throw new LacunaException("The sweep asks for more than " + MOST + " runs. Vary less.");
            }
            List<Map<String, JsonNode>> more = new ArrayList<>();
            for (Map<String, JsonNode> before : all) {
                for (JsonNode value : setting.getValue()) {
                    Map<String, JsonNode> with = new LinkedHashMap<>(before);
                    with.put(setting.getKey(), value);
                    more.add(with);
                }
            }
            all = more;
        }
        return all;
    }

    private RunRequest request(
            Project project, SelectionSource source, @Nullable Marks marks, Map<String, JsonNode> values)
            throws LacunaException {
        Map<String, JsonNode> all = new LinkedHashMap<>(settings == null ? Map.of() : settings);
        all.putAll(values);
        ObjectNode selection = tree(project.manifest().selection());
        ObjectNode training = tree(project.manifest().unlearning());
        long seed = project.manifest().seed();
        if (all.containsKey("rank") && !all.containsKey("loraAlpha")) {
            training.remove("loraAlpha"); // follows the rank
        }
        if (all.containsKey("preset")) {
            training.removeAll(); // the project's own values are about its own preset
        }
        for (Map.Entry<String, JsonNode> value : all.entrySet()) {
            if (value.getKey().equals("seed")) {
                seed = value.getValue().asLong();
            } else {
                (OF_SELECTION.contains(value.getKey()) ? selection : training).set(value.getKey(), value.getValue());
            }
        }
        try {
            SelectionSettings choice = Json.parse(selection.toString(), new TypeReference<>() {}, "the selection");
            UnlearningSettings how = Json.parse(training.toString(), new TypeReference<>() {}, "the training");
            UnlearnConfig config = how.resolve(choice.mode(), seed);
            SelectionStage.config(choice);
            return new RunRequest(source, marks, choice, config, schedule());
        } catch (LacunaException e) {
            throw new LacunaException(
                    "The sweep's run with" + words(all, ", ", " = ", " ") + " cannot be: " + e.getMessage(), e);
        }
    }

    private static ObjectNode tree(Object value) throws LacunaException {
        return (ObjectNode) Json.parseTree(Json.line(value), "the project's settings");
    }

    private RunSchedule schedule() throws LacunaException {
        boolean best = "best".equalsIgnoreCase(keep);
        if (keep != null && !best && !"last".equalsIgnoreCase(keep)) {
            throw new LacunaException("keep is '" + keep + "'. Give last or best.");
        }
        try {
            return new RunSchedule(checkEvery, best ? RunSchedule.Kept.BEST : RunSchedule.Kept.LAST);
        } catch (IllegalArgumentException e) {
            throw new LacunaException(e.getMessage() + ".", e);
        }
    }

    static String words(Map<String, JsonNode> values, String between, String is, String before) {
        return words(values, between, is, before, Sweep::text);
    }

    private static String words(
            Map<String, JsonNode> values, String between, String is, String before, Function<JsonNode, String> text) {
        return values.isEmpty()
                ? ""
                : before
                        + values.entrySet().stream()
                                .map(value -> value.getKey() + is + text.apply(value.getValue()))
                                .collect(Collectors.joining(between));
    }

    private static String text(JsonNode value) {
        return text(value, part -> part.isFloatingPointNumber() ? Numerals.of(part.doubleValue()) : part.asText());
    }

    private static String textOfEarlierVersions(JsonNode value) {
        return text(value, JsonNode::asText);
    }

    private static String text(JsonNode value, Function<JsonNode, String> single) {
        if (!value.isArray()) {
            return single.apply(value);
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(text(part, single)));
        return String.join("_", parts);
    }

    /** As the name of a folder on every system. */
    static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._=-]", "_");
    }
}
