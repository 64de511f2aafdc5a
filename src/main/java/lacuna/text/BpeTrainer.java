package lacuna.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/**
 * Trains a byte-level BPE tokenizer as GPT-2's (Radford et al. 2019): text is cut into words by GPT-2's pattern, words into UTF-8 bytes,
 * and the most frequent neighbours are merged until the vocabulary is full. Any text can be encoded; nothing is ever unknown.
 *
 * <p>Writes {@code tokenizer.json} and {@code tokenizer_config.json} as Hugging Face's libraries read them. Ids: the special tokens,
 * then the 256 bytes in the order of their characters, then the merges in the order of their ranks. The beginning-of-text token is
 * put in front when a caller asks for special tokens.
 */
public final class BpeTrainer {

    /** Beginning of text, end of text, padding: ids 0, 1, 2. */
    public static final List<String> SPECIAL_TOKENS = List.of("<s>", "</s>", "<pad>");

    // GPT-2's pattern; what it leaves out of a match, it never does: every character belongs to exactly one word
    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    // decision: pairs are counted in stretches of so many bytes, so that one endless "word" (base64, rows of dashes)
    // cannot stall training
    private static final int LONGEST_WORD = 512;
    // decision: a pair seen once teaches nothing; a small corpus gives a smaller vocabulary than asked for
    private static final long MINIMUM_COUNT = 2;
    private static final int REPORT_EVERY = 64;

    private BpeTrainer() {}

    /**
     * Trains on the texts and writes both files. The same texts, in any order, give the same bytes.
     *
     * @param texts read once
     * @param vocabularySize entries in all, special tokens and the 256 bytes included; fewer come out if the texts repeat too little
     * @param specialTokens beginning of text, end of text, padding, in this order, then any others
     * @param folder where both files go; created if it is not there
     * @throws LacunaException if the texts are empty, the vocabulary is too small, or the folder cannot be written
     */
    public static void train(
            Iterable<String> texts, int vocabularySize, List<String> specialTokens, Path folder, Progress progress)
            throws LacunaException {
        if (specialTokens.size() < 3 || new LinkedHashSet<>(specialTokens).size() < specialTokens.size()) {
            throw new IllegalArgumentException(
                    "expected at least begin, end and padding, all different: " + specialTokens);
        }
        int smallest = specialTokens.size() + 256;
        if (vocabularySize < smallest) {
            throw new LacunaException("A vocabulary of " + vocabularySize + " entries cannot hold the 256 bytes and "
                    + specialTokens.size() + " special tokens. Ask for at least " + smallest + ".");
        }
        BpeMerges merges = new BpeMerges(countWords(texts, progress));
        int room = vocabularySize - specialTokens.size();
        while (merges.symbols().size() < room && merges.mergeNext(MINIMUM_COUNT)) {
            if (merges.symbols().size() % REPORT_EVERY == 0) {
                progress.check();
                progress.report("Merging byte pairs", merges.symbols().size(), room);
            }
        }
        if (merges.symbols().size() < room) {
            progress.log("The texts gave " + (merges.symbols().size() + specialTokens.size())
                    + " vocabulary entries of " + vocabularySize + " asked for: no further pair occurs twice.");
        }
        Json.write(folder.resolve("tokenizer.json"), tokenizer(merges, specialTokens));
        Json.write(folder.resolve("tokenizer_config.json"), config(specialTokens));
    }

    private static Map<String, Long> countWords(Iterable<String> texts, Progress progress) throws LacunaException {
        Map<String, Long> counts = new LinkedHashMap<>();
        long done = 0;
        for (String text : texts) {
            progress.check();
            Matcher words = WORDS.matcher(text);
            while (words.find()) {
                count(words.group(), counts);
            }
            if (++done % 1024 == 0) {
                progress.report("Counting words", done, 0);
            }
        }
        if (counts.isEmpty()) {
            throw new LacunaException("There is no text to train a tokenizer on. Add documents to the corpus.");
        }
        return counts;
    }

    private static void count(String word, Map<String, Long> counts) {
        String bytes = ByteAlphabet.write(word.getBytes(StandardCharsets.UTF_8));
        for (int start = 0; start < bytes.length(); start += LONGEST_WORD) {
            counts.merge(bytes.substring(start, Math.min(start + LONGEST_WORD, bytes.length())), 1L, Long::sum);
        }
    }

    private static ObjectNode tokenizer(BpeMerges merges, List<String> specialTokens) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specialTokens.size(); id++) {
            ObjectNode token = added.addObject().put("id", id).put("content", specialTokens.get(id));
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        beginOfText(root.putObject("post_processor"), specialTokens.get(0));
        byteLevel(root.putObject("decoder"));
        model(root.putObject("model"), merges, specialTokens);
        return root;
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", false);
        node.put("trim_offsets", false);
        node.put("use_regex", true);
    }

    private static void beginOfText(ObjectNode node, String token) {
        node.put("type", "TemplateProcessing");
        ArrayNode single = node.putArray("single");
        special(single, token, 0);
        sequence(single, "A", 0);
        ArrayNode pair = node.putArray("pair");
        special(pair, token, 0);
        sequence(pair, "A", 0);
        special(pair, token, 1);
        sequence(pair, "B", 1);
        ObjectNode entry = node.putObject("special_tokens").putObject(token);
        entry.put("id", token);
        entry.putArray("ids").add(0);
        entry.putArray("tokens").add(token);
    }

    private static void special(ArrayNode template, String token, int type) {
        template.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
    }

    private static void sequence(ArrayNode template, String name, int type) {
        template.addObject().putObject("Sequence").put("id", name).put("type_id", type);
    }

    private static void model(ObjectNode node, BpeMerges merges, List<String> specialTokens) {
        node.put("type", "BPE");
        for (String absent : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
            node.putNull(absent);
        }
        node.put("fuse_unk", false);
        node.put("byte_fallback", false);
        node.put("ignore_merges", false);
        ObjectNode vocabulary = node.putObject("vocab");
        specialTokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
        List<String> tokens = merges.symbols().stream().map(ByteAlphabet::write).toList();
        tokens.subList(0, 256).stream().sorted().forEach(token -> vocabulary.put(token, vocabulary.size()));
        tokens.subList(256, tokens.size()).forEach(token -> vocabulary.put(token, vocabulary.size()));
        ArrayNode ranks = node.putArray("merges");
        // assumption: no token holds a space (the alphabet writes it Ġ), so the older form "left right" is unambiguous
        // and read everywhere
        merges.merges().forEach(merge -> ranks.add(tokens.get(merge.left()) + " " + tokens.get(merge.right())));
    }

    private static ObjectNode config(List<String> specialTokens) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("bos_token", specialTokens.get(0));
        config.put("eos_token", specialTokens.get(1));
        config.put("pad_token", specialTokens.get(2));
        config.put("add_bos_token", true);
        config.put("add_eos_token", false);
        config.put("clean_up_tokenization_spaces", false);
        return config;
    }
}
