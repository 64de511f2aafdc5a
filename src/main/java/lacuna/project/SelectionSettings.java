package lacuna.project;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Locale;
import java.util.Objects;
import lacuna.selection.CrispMode;

/**
 * Which features CRISP chooses, as a project file says it.
 *
 * @param mode which reading of the method; the training loss follows it
 * @param k features chosen for each layer, at most
 * @param tau smallest ratio of target to benign activation
 */
public record SelectionSettings(
        @JsonDeserialize(converter = SelectionSettings.FromWord.class)
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

    public SelectionSettings {
        mode = Objects.requireNonNullElse(mode, CrispMode.ALIGNED);
        k = k == 0 ? 20 : k;
        tau = tau == 0 ? 3 : tau;
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
