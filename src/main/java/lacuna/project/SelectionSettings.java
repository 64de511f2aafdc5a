package lacuna.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Locale;
import lacuna.selection.CrispMode;
import org.jspecify.annotations.Nullable;

/**
 * Which features CRISP chooses, as a project file says it.
 *
 * @param mode which reading of the method; the training loss follows it
 * @param k features chosen for each layer, at most
 * @param tau smallest ratio of target to benign activation
 */
public record SelectionSettings(
        @JsonSerialize(converter = SelectionSettings.ToWord.class)
        CrispMode mode,

        int k,
        double tau) {

    /** Modes are written as people name them. */
    static final class ToWord extends StdConverter<CrispMode, String> {
        @Override
        public String convert(CrispMode mode) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
    }

    /** And read in any case. */
    static final class FromWord extends StdConverter<String, CrispMode> {
        @Override
        public CrispMode convert(String word) {
            for (CrispMode mode : CrispMode.values()) {
                if (mode.name().equalsIgnoreCase(word)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("there is no mode '" + word + "'; choose paper, code or aligned");
        }
    }

    /** The aligned reading with the values of the bundled sample. */
    public static final SelectionSettings DEFAULT = new SelectionSettings(CrispMode.ALIGNED, 20, 3);

    /** What is not said takes its default. */
    @JsonCreator
    static SelectionSettings read(
            @JsonProperty("mode") @JsonDeserialize(converter = FromWord.class) @Nullable CrispMode mode,
            @JsonProperty("k") @Nullable Integer k,
            @JsonProperty("tau") @Nullable Double tau) {
        return new SelectionSettings(
                mode == null ? DEFAULT.mode : mode, k == null ? DEFAULT.k : k, tau == null ? DEFAULT.tau : tau);
    }

    public SelectionSettings withMode(CrispMode other) {
        return new SelectionSettings(other, k, tau);
    }

    public SelectionSettings withK(int other) {
        return new SelectionSettings(mode, other, tau);
    }

    public SelectionSettings withTau(double other) {
        return new SelectionSettings(mode, k, other);
    }
}
