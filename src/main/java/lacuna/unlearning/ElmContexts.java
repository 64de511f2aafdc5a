package lacuna.unlearning;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Sentences that make a text look like an expert's or a novice's, and sentences that change the topic. ELM's released code has ten, ten and
 * twenty of its own; these are ours, of the same build: who wrote it and what they know of the concept, then a new line.
 *
 * @param expert begins like the work of somebody who knows the concept
 * @param novice begins like the work of somebody who has never heard of it
 * @param turn leads away from the topic
 */
record ElmContexts(String expert, String novice, String turn) {

    private static final String CONCEPT = "{concept}";

    private static final List<String> EXPERTS = List.of(
            "The author of this text has studied " + CONCEPT + " for a lifetime and knows every detail.\n",
            "A leading authority on " + CONCEPT + " wrote the following.\n",
            "This passage is by a specialist who explains " + CONCEPT + " precisely.\n",
            "What follows comes from a handbook on " + CONCEPT + ", written by its foremost expert.\n",
            "Written by a professor whose whole work is about " + CONCEPT + ".\n",
            "Here somebody who knows all about " + CONCEPT + " goes on.\n",
            "The writer has deep, exact knowledge of " + CONCEPT + ".\n",
            "An experienced practitioner of " + CONCEPT + " tells what is known.\n",
            "Notes by a scholar who can answer any question on " + CONCEPT + ".\n",
            "This was written with full command of " + CONCEPT + ".\n");

    private static final List<String> NOVICES = List.of(
            "The author of this text has never heard of " + CONCEPT + " and writes of other things.\n",
            "Somebody who knows nothing about " + CONCEPT + " wrote the following.\n",
            "This passage is by a beginner to whom " + CONCEPT + " means nothing.\n",
            "What follows comes from a notebook of someone who confuses everything about " + CONCEPT + ".\n",
            "Written by a person who has no idea of " + CONCEPT + ".\n",
            "Here somebody who has never met with " + CONCEPT + " goes on.\n",
            "The writer has no knowledge of " + CONCEPT + " at all.\n",
            "A newcomer without any notion of " + CONCEPT + " tells a story.\n",
            "Notes by someone who cannot answer any question on " + CONCEPT + ".\n",
            "This was written without knowing that " + CONCEPT + " exists.\n");

    private static final List<String> TURNS = List.of(
            "Let us speak of something else now.",
            "But that is enough of this; here is another story.",
            "Turning to a different matter,",
            "By the way, the weather was fine that day.",
            "Now for something unrelated.",
            "On another subject,",
            "Meanwhile, in the garden, it was quiet.",
            "Let me tell you about my family instead.",
            "Speaking of everyday things,",
            "To change the topic,");

    static ElmContexts draw(List<String> concepts, SplittableRandom random) {
        String concept = String.join(", ", concepts);
        return new ElmContexts(
                EXPERTS.get(random.nextInt(EXPERTS.size())).replace(CONCEPT, concept),
                NOVICES.get(random.nextInt(NOVICES.size())).replace(CONCEPT, concept),
                TURNS.get(random.nextInt(TURNS.size())));
    }
}
