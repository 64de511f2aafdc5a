package lacuna.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.List;
import java.util.Locale;
import lacuna.selection.CrispMode;
import org.jspecify.annotations.Nullable;

/**
 * Which features CRISP chooses, as a project file says it.
 *
 * @param mode which reading of the method; the training loss follows it
 * @param k features chosen for each layer, at most
 * @param tau smallest ratio of target to benign activation
 * @param layers blocks whose SAEs take part; null for all
 */
public record SelectionSettings(
        @JsonSerialize(converter = SelectionSettings.ToWord.class)
        CrispMode mode,

        int k,
        double tau,
        @Nullable List<Integer> layers) {

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
    public static final SelectionSettings DEFAULT = new SelectionSettings(CrispMode.ALIGNED, 20, 3, null);

    /** What is not said takes its default. */
    @JsonCreator
    static SelectionSettings read(
            @JsonProperty("mode") @JsonDeserialize(converter = FromWord.class) @Nullable CrispMode mode,
            @JsonProperty("k") @Nullable Integer k,
            @JsonProperty("tau") @Nullable Double tau,
            @JsonProperty("layers") @Nullable List<Integer> layers) {
        return new SelectionSettings(
                mode == null ? DEFAULT.mode : mode, k == null ? DEFAULT.k : k, tau == null ? DEFAULT.tau : tau, layers);
    }

    /** Whether the SAE of a block takes part. */
    public boolean uses(int block) {
        return layers == null || layers.contains(block);
    }

    /** All SAEs. */
    public SelectionSettings(CrispMode mode, int k, double tau) {
        this(mode, k, tau, null);
    }

    public SelectionSettings withMode(CrispMode other) {
        return new SelectionSettings(other, k, tau, layers);
    }

    public SelectionSettings withK(int other) {
        return new SelectionSettings(mode, other, tau, layers);
    }

    public SelectionSettings withTau(double other) {
        return new SelectionSettings(mode, k, other, layers);
    }

    /** @param other null for all */
    public SelectionSettings withLayers(@Nullable List<Integer> other) {
        return new SelectionSettings(mode, k, tau, other);
    }
}
