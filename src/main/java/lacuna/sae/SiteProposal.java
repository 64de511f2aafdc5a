package lacuna.sae;

import java.util.Optional;
import java.util.OptionalInt;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;

/**
 * Where an SAE belongs, as far as its files say so. What they leave open has to be asked: an SAE at the wrong place gives numbers that
 * look like numbers.
 *
 * @param kind the place in a block
 * @param layer the block
 * @param source what says so, to be shown: "hook_name in cfg.json"; empty if nothing does
 */
public record SiteProposal(Optional<HookPoint.Kind> kind, OptionalInt layer, String source) {

    /** The files say nothing. */
    public static final SiteProposal NONE = new SiteProposal(Optional.empty(), OptionalInt.empty(), "");

    public static SiteProposal of(HookPoint hook, String source) {
        return new SiteProposal(Optional.of(hook.kind()), OptionalInt.of(hook.layer()), source);
    }

    /** Only the block is known. */
    public static SiteProposal inBlock(int layer, String source) {
        return new SiteProposal(Optional.empty(), OptionalInt.of(layer), source);
    }

    /** Reads a hook point in any spelling; nothing is proposed if it is none. */
    public static SiteProposal named(String hook, String source) {
        try {
            return of(HookPoint.parse(hook), source);
        } catch (LacunaException e) {
            return NONE;
        }
    }

    /** This, or the other if this proposes nothing whole. */
    public SiteProposal or(SiteProposal other) {
        return hook().isPresent() || other.equals(NONE)
                ? this
                : other.hook().isPresent() || source.isEmpty() ? other : this;
    }

    /** The place, if all of it is known. */
    public Optional<HookPoint> hook() {
        return kind.isPresent() && layer.isPresent()
                ? Optional.of(new HookPoint(kind.get(), layer.getAsInt()))
                : Optional.empty();
    }
}
