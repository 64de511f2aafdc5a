package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lacuna.run.LacunaException;
import lacuna.text.Tokenizer;

/**
 * A question asked by letter: one prompt, and one token for each letter that may follow it.
 *
 * @param ids [tokens] of the prompt, behind the beginning-of-text token where the tokenizer prepends one
 * @param contentStart position of the first token that stands for text
 * @param letters [choices] token of each letter
 */
record LetterRow(int[] ids, int contentStart, int[] letters) {

    /**
     * @param where file and question, for the complaint
     * @throws LacunaException if the tokenizer has not one token for each letter
     */
    static LetterRow of(Tokenizer tokenizer, MultipleChoiceConfig config, Question question, String where)
            throws LacunaException {
        String prompt = config.prompt(question);
        return config.protocol() == Protocol.CRISP_LETTERS
                ? bare(tokenizer, prompt, question, where)
                : continued(tokenizer, prompt, question, where);
    }

    /** Whether every letter behind a space is one token after this prompt. */
    static boolean isOneTokenEach(Tokenizer tokenizer, String prompt, Question question) {
        return IntStream.range(0, question.choices().size())
                .allMatch(i -> Continuation.of(tokenizer, prompt, " " + question.letter(i))
                                .tokens()
                        == 1);
    }

    /** The letters encoded by themselves, whatever the prompt ends with. */
    private static LetterRow bare(Tokenizer tokenizer, String prompt, Question question, String where)
            throws LacunaException {
        int[] text = tokenizer.encode(prompt).ids();
        int contentStart = tokenizer.prependsBos() ? 1 : 0;
        int[] ids = new int[contentStart + text.length];
        if (contentStart == 1) {
            ids[0] = tokenizer.bosId();
        }
        System.arraycopy(text, 0, ids, contentStart, text.length);
        int[] letters = new int[question.choices().size()];
        for (int i = 0; i < letters.length; i++) {
            int[] letter = tokenizer.encode(question.letter(i)).ids();
            if (letter.length != 1) {
                throw notOneToken(question.letter(i), letter.length, where);
            }
            letters[i] = letter[0];
        }
        return new LetterRow(ids, contentStart, letters);
    }

    /** The letters as they are tokenized behind the prompt, with a space before them. */
    private static LetterRow continued(Tokenizer tokenizer, String prompt, Question question, String where)
            throws LacunaException {
        List<Continuation> choices = new ArrayList<>();
        for (int i = 0; i < question.choices().size(); i++) {
            Continuation choice = Continuation.of(tokenizer, prompt, " " + question.letter(i));
            if (choice.tokens() != 1) {
                throw notOneToken(" " + question.letter(i), choice.tokens(), where);
            }
            choices.add(choice);
        }
        int[] first = choices.get(0).ids();
        int[] letters = choices.stream()
                .mapToInt(choice -> choice.ids()[choice.ids().length - 1])
                .toArray();
        return new LetterRow(
                java.util.Arrays.copyOf(first, first.length - 1), choices.get(0).contentStart(), letters);
    }

    private static LacunaException notOneToken(String letter, int tokens, String where) {
        return new LacunaException(where + ": the tokenizer makes " + tokens + " tokens of \"" + letter
                + "\", so this model cannot be asked by letter. Ask by continuation likelihood instead.");
    }

    /** Without its beginning, to fit into a context; a beginning-of-text token stays. */
    LetterRow fitting(int most) {
        int excess = ids.length - most;
        if (excess <= 0) {
            return this;
        }
        int[] shorter = new int[most];
        System.arraycopy(ids, 0, shorter, 0, contentStart);
        System.arraycopy(ids, contentStart + excess, shorter, contentStart, most - contentStart);
        return new LetterRow(shorter, contentStart, letters);
    }
}
