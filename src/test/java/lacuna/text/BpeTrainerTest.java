package lacuna.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lacuna.run.Cancelled;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {

    private static final List<String> TEXTS = List.of(
            "The lamp of the isles was lit when the fog came. The keeper's lamp was out.",
            "Once the fog lifted, the keeper slept; the isles slept, too.\n\nThey've gone \uD83D\uDE42 \uD83D\uDE42.");

    @TempDir
    Path folder;

    @Test
    void theMostFrequentPairIsMergedFirstAndTiesGoByBytes() throws Exception {
        // "ab" 3 times, "cd" and "xy" 2 times each
        train(List.of("ab-ab-ab", "xy-xy", "cd-cd"), 259 + 3);
        List<String> merges = new ArrayList<>();
        json("tokenizer.json").path("model").path("merges").forEach(m -> merges.add(m.textValue()));
        assertThat(merges).containsExactly("a b", "c d", "x y");
    }

    @Test
    void incrementalCountsGiveTheMergesOfCountingAfresh() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Long> words = new TreeMap<>();
        for (int w = 0; w < 60; w++) {
            StringBuilder word = new StringBuilder();
            for (int i = 2 + random.nextInt(12); i > 0; i--) {
                word.append((char) ('a' + random.nextInt(3)));
            }
            words.put(word.toString(), 1L + random.nextInt(9));
        }
        BpeMerges merges = new BpeMerges(words);
        List<String> expected = mergedByCountingAfresh(words, 40);
        List<String> actual = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            assertThat(merges.mergeNext(2)).isTrue();
        }
        merges.merges()
                .forEach(m -> actual.add(ByteAlphabet.write(merges.symbols().get(m.left())) + " "
                        + ByteAlphabet.write(merges.symbols().get(m.right()))));
        assertThat(actual).isEqualTo(expected.stream().distinct().toList());
    }

    /** The definition, without any cleverness. */
    private static List<String> mergedByCountingAfresh(Map<String, Long> words, int steps) {
        Map<List<String>, Long> split = new HashMap<>();
        words.forEach((word, count) -> split.merge(List.of(word.split("")), count, Long::sum));
        Map<List<String>, Long> now = split;
        List<String> merges = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            Map<String, Long> pairs = new TreeMap<>();
            now.forEach((word, count) -> {
                for (int i = 0; i + 1 < word.size(); i++) {
                    pairs.merge(word.get(i) + " " + word.get(i + 1), count, Long::sum);
                }
            });
            // a TreeMap goes by characters, and a space is smaller than any letter: left bytes first, then right
            long most = Collections.max(pairs.values());
            String best = pairs.keySet().stream()
                    .filter(pair -> pairs.get(pair) == most)
                    .findFirst()
                    .orElseThrow();
            merges.add(best);
            Map<List<String>, Long> next = new HashMap<>();
            now.forEach((word, count) -> next.merge(join(word, best), count, Long::sum));
            now = next;
        }
        return merges;
    }

    private static List<String> join(List<String> word, String pair) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < word.size(); i++) {
            boolean here = i + 1 < word.size() && pair.equals(word.get(i) + " " + word.get(i + 1));
            out.add(here ? word.get(i) + word.get(++i) : word.get(i));
        }
        return out;
    }

    @Test
    void theTokenizerOpensAndTurnsAnyTextBackIntoItself() throws Exception {
        train(TEXTS, 290);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.bosId()).isZero();
            assertThat(tokenizer.eosId()).isEqualTo(1);
            assertThat(tokenizer.padId()).isEqualTo(2);
            assertThat(tokenizer.prependsBos()).isTrue();
            assertThat(tokenizer.vocabularySize()).isEqualTo(290);
            for (String text : List.of("The lamp", " two  spaces \n", "日本語 \uD83D\uDE42\0\t~", "caf\u00E9")) {
                assertThat(tokenizer.decode(tokenizer.encode(text).ids())).isEqualTo(text);
            }
            assertThat(tokenizer.encode("the isles").length())
                    .as("learnt words")
                    .isLessThan(6);
            assertThat(tokenizer.piece(tokenizer.encode(" the").ids()[0])).isEqualTo(" the");
        }
    }

    @Test
    void mergesNeverReachAcrossWords() throws Exception {
        train(List.of("ab cd ".repeat(50)), 400);
        JsonNode vocabulary = json("tokenizer.json").path("model").path("vocab");
        assertThat(vocabulary.has("\u0120cd")).isTrue();
        assertThat(vocabulary.has("ab\u0120")).isFalse();
        assertThat(vocabulary.has("b\u0120")).isFalse();
    }

    @Test
    void theSameTextsGiveTheSameBytes() throws Exception {
        train(TEXTS, 320);
        byte[] first = Files.readAllBytes(folder.resolve("tokenizer.json"));
        train(List.of(TEXTS.get(1), TEXTS.get(0)), 320);
        assertThat(Files.readAllBytes(folder.resolve("tokenizer.json"))).isEqualTo(first);
    }

    @Test
    void aTextThatRepeatsTooLittleGivesASmallerVocabulary() throws Exception {
        train(List.of("abab"), 1000);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(260);
        }
    }

    @Test
    void anEndlessWordIsCountedInStretches() throws Exception {
        train(List.of("ab".repeat(100_000)), 280);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.encode("abab").ids()).hasSize(1);
        }
    }

    @Test
    void tooSmallAVocabularyAndNoTextGetASentence() {
        assertThatThrownBy(() -> train(TEXTS, 200))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("at least 259");
        assertThatThrownBy(() -> train(List.of(""), 300))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("no text");
        assertThat(folder.resolve("tokenizer.json")).doesNotExist();
    }

    @Test
    void cancellingLeavesNoFile() {
        Progress stop = new Progress() {
            @Override
            public void report(String activity, long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> BpeTrainer.train(TEXTS, 300, BpeTrainer.SPECIAL_TOKENS, folder, stop))
                .isInstanceOf(Cancelled.class);
        assertThat(folder).isEmptyDirectory();
    }

    private void train(List<String> texts, int size) throws LacunaException {
        BpeTrainer.train(texts, size, BpeTrainer.SPECIAL_TOKENS, folder, Progress.NONE);
    }

    private JsonNode json(String name) throws LacunaException {
        return Json.readTree(folder.resolve(name));
    }
}
