package lacuna.steering;

/**
 * What becomes of a chosen feature where it is on: a<sub>i</sub> := value wherever a<sub>i</sub> &gt; trigger. Elsewhere nothing
 * changes.
 *
 * <p>Sources: clamping to 0 and to &minus;m, Farrell et al. 2024 (m = 25 to 200 on Gemma Scope SAEs); with a trigger above 0, Khoriaty
 * et al. 2025. Zero removes what the SAE sees of a concept, and often too little; a negative value pushes against it, and costs more
 * elsewhere.
 *
 * @param value the activation it is set to, in the SAE's own units
 * @param trigger the activation above which it is set; at least 0
 */
public record Clamp(double value, double trigger) {

    /** Off where it would be on. */
    public static final Clamp ZERO = new Clamp(0, 0);

    public Clamp {
        if (!Double.isFinite(value) || !(trigger >= 0) || Double.isInfinite(trigger)) {
            throw new IllegalArgumentException("clamp to " + value + " above " + trigger);
        }
    }

    /** To &minus;m wherever it is on. */
    public static Clamp negative(double m) {
        return new Clamp(-m, 0);
    }
}
