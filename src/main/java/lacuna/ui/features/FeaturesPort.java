package lacuna.ui.features;

import java.util.Map;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** What the place needs from an open project. The methods say on which thread they are called. */
public interface FeaturesPort {

    /** Counts both corpora, or reads what a run before has counted. On the compute thread. */
    FeatureTable computeStatistics(Progress progress) throws LacunaException;

    /** Needs the model's head; {@link FeatureLogits#none} where it is not to be had. On the compute thread. */
    default FeatureLogits logits(FeatureKey key, Progress progress) throws LacunaException {
        return FeatureLogits.none();
    }

    /** Needs the dictionaries' decoders; {@link FeatureNeighbours#none} where they are not to be had. On the compute thread. */
    default FeatureNeighbours neighbours(FeatureKey key, Progress progress) throws LacunaException {
        return FeatureNeighbours.none();
    }

    /** The text of a token, leading space and line break included. From memory, without the engine. On the JavaFX thread. */
    String piece(int tokenId);

    /** Marks and labels have changed; only features that have one are listed. On the JavaFX thread: write the small file or queue it. */
    void notesChanged(Map<FeatureKey, FeatureNote> notes);
}
