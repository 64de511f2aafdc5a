package lacuna.text;

/**
 * One text of a corpus.
 *
 * @param id file name and place in the file, counted from 1: {@code benign.jsonl#12}
 * @param text not blank
 */
public record Document(String id, String text) {}
