package lacuna.ui.features;

import java.util.List;
import lacuna.features.map.FeatureMap;
import lacuna.features.map.WithNeighbours;

/**
 * Which features are to be on the map.
 *
 * @param of what they are
 * @param features those themselves, at most {@link FeatureMap#MOST}
 * @param inAll how many there would be without that limit
 */
public record MapRequest(Of of, List<FeatureKey> features, int inAll) {

    /** What is mapped. */
    public enum Of {
        MARKED(
                "Marked",
                "marked",
                "The marked features, each with its " + WithNeighbours.NEIGHBOURS + " nearest by direction"),
        SELECTED(
                "Selected",
                "selected",
                "The rows selected in the table, each with its " + WithNeighbours.NEIGHBOURS + " nearest by direction"),
        LISTED("Listed", "listed", "What the table lists, from its top");

        private final String title;
        private final String word;
        private final String help;

        Of(String title, String word, String help) {
            this.title = title;
            this.word = word;
            this.help = help;
        }

        String title() {
            return title;
        }

        /** In a sentence: 60 marked. */
        String word() {
            return word;
        }

        String help() {
            return help;
        }

        /** Whether each brings its nearest neighbours with it. */
        public boolean withNeighbours() {
            return this != LISTED;
        }
    }

    public MapRequest {
        features = List.copyOf(features);
    }
}
