package lacuna.model;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a linear map of a block does, whatever a family calls it: the places that LoRA can adapt. */
public enum Projection {
    Q("queries"),
    K("keys"),
    V("values"),
    /** Queries, keys and values in one map, as GPT-2 and GPT-NeoX have it. */
    QKV("queries, keys and values"),
    O("attention output"),
    GATE("MLP gate"),
    UP("MLP up"),
    DOWN("MLP down");

    private final String meaning;

    Projection(String meaning) {
        this.meaning = meaning;
    }

    /** The seven of a block whose queries, keys and values have a map each; on other blocks they mean every map there is. */
    public static Set<Projection> seven() {
        return EnumSet.complementOf(EnumSet.of(QKV));
    }

    /** "queries". */
    public String meaning() {
        return meaning;
    }

    /** "q", as project files write it. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
