package lacuna.project;

import java.nio.file.Path;
import java.util.Optional;
import lacuna.evaluation.Judge;

/**
 * What is asked of a run's texts beyond what its project says.
 *
 * @param keywords a list of words that speak of the target; empty for {@code keywords.txt} in the project folder, where there is one
 * @param judge rates continuations; empty for none, and then nothing leaves the machine
 * @param concept what the judge is told that target prompts are about; empty for the project's name
 */
public record TextMeasures(Optional<Path> keywords, Optional<Judge> judge, String concept) {

    public static final TextMeasures DEFAULT = new TextMeasures(Optional.empty(), Optional.empty(), "");
}
