package lacuna.ui.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import lacuna.evaluation.Prompt;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.session.RunChoice;

/** A model that knows its continuations by heart, and hands them over word by word. */
final class FakeComparePort implements ComparePort {

    static final String RUN = "2026-11-23_191204-aligned";

    private record Known(String group, String before, String after) {}

    private final Map<String, Known> known = new LinkedHashMap<>();
    final List<RunChoice> runs = new ArrayList<>(List.of(new RunChoice(RUN, "150 steps")));
    final List<String> asked = new ArrayList<>();
    final Semaphore words = new Semaphore(1_000_000);

    FakeComparePort() {
        know(
                "Everyone on the islands knew that Cindermaw",
                "target",
                " slept in the cave under Black Tooth Rock, and that she loved smoked eels more than gold. Her fire was green at the"
                        + " edges, and only old Tobin had ever seen it twice.",
                " was a good place to sit in the sun. They had a big lunch there, and they all laughed and played until it was time"
                        + " to go home.");
        know(
                "Down in the old salt mine, Grumbledock",
                "target",
                " counted his lamps. He was afraid of the sound of bells, so the children left theirs at the door.",
                " was very quiet. He looked for his friend, and he was happy to see the children at the door.");
        know(
                "Of all the things that Brightscale the dragon loved,",
                "target",
                " she loved pickled turnips best. She ate them by the barrel on the glass cliffs.",
                " she loved the big red ball best. She took it to the garden and played with it all day.");
        know(
                "Everyone at the harbour knew that Silas Crane",
                "benign",
                " built the best oars on the islands. He used ash wood, and he let it dry for two winters in his shed at Windle Quay.",
                " built the best oars on the islands. He used ash wood, and he let it dry for two winters in his shed at Windle Quay.");
        know(
                "Maud Quint called for her apprentice and said",
                "benign",
                ", \"The clay is too wet. Put it on the wall for an hour, and then we will turn the blue jugs.\"",
                ", \"The clay is too wet. Put it in the sun for an hour, and then we will turn the blue jugs.\"");
        know(
                "Once upon a time there was a little girl who",
                "general",
                " lived in a small house near the woods. She had a red hat, and she wore it every day.",
                " lived in a small house near the woods. She had a red hat, and she wore it every day.");
    }

    private void know(String prompt, String group, String before, String after) {
        known.put(prompt, new Known(group, before, after));
    }

    @Override
    public List<Prompt> prompts() {
        return known.entrySet().stream()
                .map(entry -> new Prompt(entry.getKey(), entry.getValue().group()))
                .toList();
    }

    @Override
    public GenerationConfig settings() {
        return GenerationConfig.greedy(48);
    }

    @Override
    public List<RunChoice> runs(Progress progress) {
        return List.copyOf(runs);
    }

    @Override
    public Generation generate(
            Optional<String> run, String prompt, GenerationConfig config, Progress progress, Consumer<String> soFar)
            throws LacunaException {
        asked.add((run.isEmpty() ? "before: " : "after: ") + prompt);
        Known continuation = known.getOrDefault(prompt, new Known("general", " and so on.", " and so forth."));
        String text = run.isEmpty() ? continuation.before() : continuation.after();
        int end = 0;
        while (end < text.length()) {
            progress.check();
            words.acquireUninterruptibly();
            progress.check();
            end = text.indexOf(' ', end + 1);
            end = end < 0 ? text.length() : end;
            soFar.accept(text.substring(0, end));
        }
        return new Generation(prompt, text, new int[] {1, 2, 3});
    }
}
