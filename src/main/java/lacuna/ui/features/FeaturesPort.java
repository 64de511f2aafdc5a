package lacuna.ui.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lacuna.features.FeatureLabel;
import lacuna.features.TextActivations;
import lacuna.features.map.FeatureMap;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;
import lacuna.selection.SelectionConfig;

/** What the place needs from an open project. The methods say on which thread they are called. */
public interface FeaturesPort {

    /** What the paper's authors chose with, on corpora of any length. */
    SelectionConfig PRESET = SelectionConfig.of(CrispMode.ALIGNED, 20);

    /** How the project chooses features by itself. On the JavaFX thread. */
    default SelectionConfig preset() {
        return PRESET;
    }

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

    /**
     * The feature as it is found in the SAE that was chosen beside its own; {@link OtherMatches#none} where none was. On the compute
     * thread.
     */
    default OtherMatches otherMatches(FeatureKey key, Progress progress) throws LacunaException {
        return OtherMatches.none();
    }

    /**
     * Looks for features of a dictionary in another SAE as well, from now on. On the compute thread.
     *
     * @param sae its folder
     * @throws LacunaException if there is none, or it belongs elsewhere
     */
    default void chooseOther(HookPoint hook, Path sae, Progress progress) throws LacunaException {
        throw new LacunaException("This project takes no other SAE.");
    }

    /** No longer. On the compute thread. */
    default void forgetOther(HookPoint hook, Progress progress) throws LacunaException {}

    /** Lays features out, each with its neighbours where the request says so. On the compute thread. */
    default FeatureMap map(MapRequest request, Progress progress) throws LacunaException {
        throw new LacunaException("This project has no map of its features.");
    }

    /** What is on along a text. On the compute thread. */
    TextActivations read(String text, Progress progress) throws LacunaException;

    /** Prompts to try; may be none. On the JavaFX thread. */
    List<String> prompts();

    /** Continuations and perplexities with features clamped. On the compute thread. */
    PreviewResult preview(PreviewRequest request, Progress progress) throws LacunaException;

    /** What others say about features, best first. On the compute thread. */
    default Map<FeatureKey, List<FeatureLabel>> labels(Progress progress) throws LacunaException {
        return Map.of();
    }

    /**
     * Takes labels of others into the project, as they come in files or folders of Neuronpedia's bulk export. On the compute thread.
     *
     * @return what has come, in a sentence
     */
    default String importLabels(List<Path> files, Progress progress) throws LacunaException {
        throw new LacunaException("This project takes no labels.");
    }

    /**
     * Pairs of one of these features and a sibling of the same SAE, by {@link Duplicate}'s limits; none where the decoder is not to be
     * had. On the compute thread.
     */
    default List<Duplicate> duplicates(Set<FeatureKey> of, Progress progress) throws LacunaException {
        return List.of();
    }

    /** Where named selections are kept. */
    default Optional<Shelf> shelf() {
        return Optional.empty();
    }

    /** Writes features to a file. On the compute thread. */
    default void export(FeatureFile form, List<FeatureKey> features, Path file, Progress progress)
            throws LacunaException {
        throw new LacunaException("This project cannot export features.");
    }

    /** The text of a token, leading space and line break included. From memory, without the engine. On the JavaFX thread. */
    String piece(int tokenId);

    /** Marks and labels have changed; only features that have one are listed. On the JavaFX thread: write the small file or queue it. */
    void notesChanged(Map<FeatureKey, FeatureNote> notes);
}
