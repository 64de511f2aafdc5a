package lacuna.model;

import lacuna.run.LacunaException;

/**
 * A named place in the residual stream, in the field's notation: {@code resid_post.L} is the output of block L, {@code resid_pre.L} its
 * input. Both are read before any final norm; {@code resid_pre.L} is the same tensor as {@code resid_post.(L-1)}, and
 * {@code resid_pre.0} is what enters block 0 (scaled embeddings).
 */
public record HookPoint(Kind kind, int layer) implements Comparable<HookPoint> {

    /** Before or after the block. */
    public enum Kind {
        RESID_PRE,
        RESID_POST
    }

    public HookPoint {
        if (layer < 0) {
            throw new IllegalArgumentException("layer " + layer);
        }
    }

    public static HookPoint residPost(int layer) {
        return new HookPoint(Kind.RESID_POST, layer);
    }

    public static HookPoint residPre(int layer) {
        return new HookPoint(Kind.RESID_PRE, layer);
    }

    /** How many blocks have run when the stream passes here: 0 at the embeddings. */
    public int boundary() {
        return kind == Kind.RESID_POST ? layer + 1 : layer;
    }

    /** Reads {@code resid_post.4}, and the TransformerLens spelling {@code blocks.4.hook_resid_post}. */
    public static HookPoint parse(String text) throws LacunaException {
        String plain = text.startsWith("blocks.")
                ? text.replaceFirst("^blocks\\.(\\d+)\\.hook_(resid_pre|resid_post)$", "$2.$1")
                : text;
        if (plain.matches("resid_(pre|post)\\.\\d{1,4}")) {
            int layer = Integer.parseInt(plain.substring(plain.indexOf('.') + 1));
            return plain.startsWith("resid_pre") ? residPre(layer) : residPost(layer);
        }
        throw new LacunaException("'" + text
                + "' is not a hook point that Lacuna reads. Use resid_post.L or resid_pre.L with a block number L.");
    }

    @Override
    public int compareTo(HookPoint other) {
        int byBoundary = Integer.compare(boundary(), other.boundary());
        return byBoundary != 0 ? byBoundary : kind.compareTo(other.kind);
    }

    /** {@code resid_post.4}. */
    @Override
    public String toString() {
        return (kind == Kind.RESID_POST ? "resid_post." : "resid_pre.") + layer;
    }
}
