package lacuna.model;

import java.util.Locale;
import lacuna.run.LacunaException;

/** The seven linear maps of a block that LoRA can adapt, in the block kernel's order. */
public enum Projection {
    Q("self_attn.q_proj"),
    K("self_attn.k_proj"),
    V("self_attn.v_proj"),
    O("self_attn.o_proj"),
    GATE("mlp.gate_proj"),
    UP("mlp.up_proj"),
    DOWN("mlp.down_proj");

    private final String path;

    Projection(String path) {
        this.path = path;
    }

    /** Its module path inside a block, "self_attn.q_proj". */
    public String path() {
        return path;
    }

    /** The name PEFT lists under target_modules, "q_proj". */
    public String module() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** Index into a block's weights (norms stand at 0 and 5). */
    int weightIndex() {
        return ordinal() < 4 ? ordinal() + 1 : ordinal() + 2;
    }

    /** @param module PEFT's name, "q_proj" */
    public static Projection ofModule(String module) throws LacunaException {
        for (Projection projection : values()) {
            if (projection.module().equals(module)) {
                return projection;
            }
        }
        throw new LacunaException(
                "LoRA on module '" + module.toLowerCase(Locale.ROOT)
                        + "' is not supported; supported are q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj and down_proj.");
    }
}
