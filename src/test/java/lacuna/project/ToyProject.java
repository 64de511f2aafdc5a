package lacuna.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.text.Corpus;
import lacuna.text.Tokenizer;

/**
 * A project of the smallest size that still runs every stage: a real model of 260 thousand parameters, two random SAEs of 48 features,
 * a dozen sentences a corpus.
 */
public final class ToyProject {

    /** d_model of stories260K. */
    public static final int WIDTH = 64;

    /** Of each SAE. */
    public static final int FEATURES = 48;

    private static final int MAX_TOKENS = 32;

    private ToyProject() {}

    /** Writes the project and returns its folder. */
    public static Path write(Path folder) throws IOException, LacunaException {
        copyModel(folder.resolve("model"));
        sae(folder.resolve("saes/resid_post.1"), 1, WIDTH);
        sae(folder.resolve("saes/resid_post.2"), 2, WIDTH);
        corpus(folder.resolve("corpora/target.jsonl"), "The red dragon", "breathed fire over the dark cave");
        corpus(folder.resolve("corpora/benign.jsonl"), "The little boat", "sailed home with bread and fish");
        corpus(folder.resolve("corpora/coherence.jsonl"), "One sunny day a girl", "went to the park to play");
        corpus(folder.resolve("corpora/heldout.jsonl"), "An old dragon", "slept in the cave near the fire");
        corpus(folder.resolve("corpora/stories.jsonl"), "Tom and his dog", "ran up the hill and saw the sea");
        questions(
                folder.resolve("questions/target.json"),
                "What did the dragon breathe?",
                "fire",
                "milk",
                "sand",
                "snow");
        questions(folder.resolve("questions/benign.json"), "What sailed home?", "boat", "tree", "lamp", "shoe");
        text(folder.resolve("prompts.json"), """
                [{"text": "The red dragon", "group": "target"}, {"text": "Once upon a time", "group": "general"}]
                """);
        text(folder.resolve("project.json"), manifest());
        return folder;
    }

    /** Lets a toy project name general questions. */
    public static void nameGeneral(Path folder) throws IOException {
        questions(folder.resolve("questions/general.json"), "Who plays in the park?", "girl", "moon", "stone", "salt");
        edit(
                folder,
                "\"benign\": \"questions/benign.json\"}",
                "\"benign\": \"questions/benign.json\", \"general\": \"questions/general.json\"}");
    }

    private static String manifest() {
        return """
                {
                  "version": 1,
                  "name": "Toy",
                  "model": "model",
                  "saes": [
                    {"hook": "resid_post.1", "path": "saes/resid_post.1"},
                    {"hook": "resid_post.2", "path": "saes/resid_post.2"}
                  ],
                  "corpora": {
                    "target": {"path": "corpora/target.jsonl"},
                    "benign": {"path": "corpora/benign.jsonl"},
                    "coherence": {"path": "corpora/coherence.jsonl"},
                    "targetHeldOut": {"path": "corpora/heldout.jsonl"},
                    "perplexity": {"path": "corpora/stories.jsonl"}
                  },
                  "questions": {"target": "questions/target.json", "benign": "questions/benign.json"},
                  "prompts": "prompts.json",
                  "selection": {"mode": "aligned", "k": 3, "tau": 1.01},
                  "unlearning": {"preset": "ember-isles", "rank": 2, "firstBlock": 0, "lastBlock": 2, "steps": 6,
                                 "batchSize": 4, "coherenceBatch": 2, "maxTokens": 32, "checkpointEvery": 2},
                  "statistics": {"maxTokens": 32, "batchSize": 8},
                  "generation": {"maxNewTokens": 4, "temperature": 0, "topK": 0, "topP": 1},
                  "seed": 5
                }
                """;
    }

    private static void copyModel(Path to) throws IOException {
        Path from = Path.of("src/test/resources/model/stories260K");
        Files.createDirectories(to);
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    /** A random ReLU SAE in SAELens layout. */
    public static void sae(Path folder, int layer, int width) throws IOException, LacunaException {
        SplittableRandom random = new SplittableRandom(100L + layer);
        text(folder.resolve("cfg.json"), """
                {"architecture": "standard", "d_in": %d, "d_sae": %d, "apply_b_dec_to_input": true,
                 "metadata": {"hook_name": "blocks.%d.hook_resid_post"}}
                """.formatted(width, FEATURES, layer));
        new SafetensorsWriter()
                .floats("W_enc", random(random, width * FEATURES), width, FEATURES)
                .floats("b_enc", new float[FEATURES], FEATURES)
                .floats("W_dec", random(random, width * FEATURES), FEATURES, width)
                .floats("b_dec", new float[width], width)
                .write(folder.resolve("sae_weights.safetensors"));
    }

    /**
     * An SAE of twice the width at the same place: as many random features, then those of the first, in the same order, with a third of
     * their encoder's length and thrice their decoder's.
     */
    public static void widerSae(Path narrow, Path wide, int layer) throws IOException, LacunaException {
        int both = 2 * FEATURES;
        SplittableRandom random = new SplittableRandom(7);
        float[] encoder = random(random, WIDTH * both);
        float[] decoder = random(random, WIDTH * both);
        float[] bias;
        try (Safetensors from = Safetensors.open(narrow.resolve("sae_weights.safetensors"))) {
            float[] ownEncoder = from.floats("W_enc"); // [d_in, FEATURES]
            float[] ownDecoder = from.floats("W_dec"); // [FEATURES, d_in]
            bias = from.floats("b_dec");
            for (int i = 0; i < WIDTH; i++) {
                for (int f = 0; f < FEATURES; f++) {
                    encoder[i * both + FEATURES + f] = ownEncoder[i * FEATURES + f] / 3;
                    decoder[(FEATURES + f) * WIDTH + i] = ownDecoder[f * WIDTH + i] * 3;
                }
            }
        }
        text(wide.resolve("cfg.json"), """
                {"architecture": "standard", "d_in": %d, "d_sae": %d, "apply_b_dec_to_input": true,
                 "metadata": {"hook_name": "blocks.%d.hook_resid_post"}}
                """.formatted(WIDTH, both, layer));
        new SafetensorsWriter()
                .floats("W_enc", encoder, WIDTH, both)
                .floats("b_enc", new float[both], both)
                .floats("W_dec", decoder, both, WIDTH)
                .floats("b_dec", bias, WIDTH)
                .write(wide.resolve("sae_weights.safetensors"));
    }

    private static float[] random(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) / 4;
        }
        return values;
    }

    /** Tokens of a corpus that count, of texts cut at {@value #MAX_TOKENS}: the beginning of a text does not. */
    public static long tokens(Path project, String corpus) throws LacunaException {
        try (Tokenizer tokenizer = Tokenizer.open(project.resolve("model"))) {
            return Corpus.read(project.resolve("corpora").resolve(corpus)).documents().stream()
                    .mapToLong(document ->
                            Math.min(tokenizer.encode(document.text()).length(), MAX_TOKENS - 1))
                    .sum();
        }
    }

    private static void corpus(Path file, String start, String end) {
        StringBuilder lines = new StringBuilder();
        for (String middle : List.of("", " once", " often", " then", " slowly", " quickly", " never", " always")) {
            lines.append("{\"text\": \"")
                    .append(start)
                    .append(middle)
                    .append(' ')
                    .append(end)
                    .append(".\"}\n");
        }
        text(file, lines.toString());
    }

    private static void questions(Path file, String question, String... choices) {
        text(file, """
                [{"question": "%s", "choices": ["%s"], "answer": 0},
                 {"question": "Once more: %s", "choices": ["the %s"], "answer": 0}]
                """.formatted(
                        question, String.join("\", \"", choices), question, String.join("\", \"the ", choices)));
    }

    /** Writes a UTF-8 file and the folders above it. */
    public static void text(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a part of the manifest; the part must be there. */
    public static void edit(Path folder, String part, String replacement) throws IOException {
        Path file = folder.resolve("project.json");
        String before = Files.readString(file);
        if (!before.contains(part)) {
            throw new IllegalArgumentException("the manifest does not contain " + part);
        }
        Files.writeString(file, before.replace(part, replacement));
    }
}
