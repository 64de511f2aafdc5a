package lacuna.ui.features;

import java.util.List;

/**
 * A feature looked for in an SAE that is not of the project.
 *
 * @param sae its name; empty where none was chosen
 * @param features how many it has
 * @param matches nearest direction first
 */
public record OtherMatches(String sae, int features, List<Match> matches) {

    /**
     * @param feature its number in that SAE
     * @param cosine of the two decoder directions
     * @param correlation of activations along passages of the feature, -1 to 1, or NaN
     * @param likelier tokens its direction speaks for
     */
    public record Match(int feature, double cosine, double correlation, List<String> likelier) {
        public Match {
            likelier = List.copyOf(likelier);
        }
    }

    public OtherMatches {
        matches = List.copyOf(matches);
    }

    public static OtherMatches none() {
        return new OtherMatches("", 0, List.of());
    }

    boolean isChosen() {
        return !sae.isEmpty();
    }
}
