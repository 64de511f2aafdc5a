package lacuna.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * A named place in a transformer where sparse autoencoders are trained, in the field's notation: {@code resid_post.L} is the output of
 * block L, read before any final norm. {@code resid_pre.L} is the same tensor as {@code resid_post.(L-1)}, and {@code resid_pre.0} is
 * what enters block 0 (embeddings, scaled and with positions where the family does so).
 */
public record HookPoint(Kind kind, int layer) implements Comparable<HookPoint> {

    /** The places of a block, in the order the data pass them. All are d_model wide except {@link #ATTN_Z}. */
    public enum Kind {
        /** The block's input. */
        RESID_PRE,
        /** Head outputs side by side, [heads * headWidth]: the input of the attention's output projection. */
        ATTN_Z,
        /** What attention adds to the residual stream; on Gemma 2 and 3 behind the norm that follows it. */
        ATTN_OUT,
        /** The residual stream between attention and MLP. A block whose two halves run in parallel has none. */
        RESID_MID,
        /** The normalised input of the MLP <em>without</em> the norm's learned gain and bias (TransformerLens: ln2.hook_normalized). */
        LN2_NORMALIZED,
        /** The input of the MLP as it enters: normalised, with gain. */
        MLP_IN,
        /** What the MLP adds to the residual stream; on Gemma 2 and 3 behind the norm that follows it. */
        MLP_OUT,
        /** The block's output. */
        RESID_POST;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern SHORT = Pattern.compile("([a-z0-9_]+?)(?:\\.|_layer_)(\\d{1,4})");
    private static final Pattern TRANSFORMER_LENS = Pattern.compile("blocks\\.(\\d{1,4})\\.([a-z0-9_.]+)");
    private static final Pattern HUGGING_FACE = Pattern.compile(
            "(?:(?:model|transformer|gpt_neox|language_model)\\.){0,2}(?:layers|h)\\.(\\d{1,4})((?:\\.[a-z0-9_]+)*)");

    /** A module without ".input" or ".output" stands for its output, as in sparsify's folder names. */
    private static final Map<String, Kind> TRANSFORMER_LENS_NAMES = Map.of(
            "hook_resid_pre", Kind.RESID_PRE,
            "attn.hook_z", Kind.ATTN_Z,
            "hook_attn_out", Kind.ATTN_OUT,
            "hook_resid_mid", Kind.RESID_MID,
            "ln2.hook_normalized", Kind.LN2_NORMALIZED,
            "hook_mlp_out", Kind.MLP_OUT,
            "hook_resid_post", Kind.RESID_POST);

    // Hugging Face's post_attention_layernorm is left out: it reads attention on Gemma, the residual stream elsewhere.
    private static final Map<String, Kind> INPUTS = Map.of(
            "", Kind.RESID_PRE,
            ".self_attn.o_proj", Kind.ATTN_Z,
            ".attn.c_proj", Kind.ATTN_Z,
            ".attention.dense", Kind.ATTN_Z,
            ".pre_feedforward_layernorm", Kind.RESID_MID,
            ".mlp", Kind.MLP_IN);

    // assumption: ".mlp" and ".self_attn" mean what the branch adds, which on Gemma 2 and 3 is the norm behind the
    // module instead.
    private static final Map<String, Kind> OUTPUTS = Map.of(
            "", Kind.RESID_POST,
            ".self_attn", Kind.ATTN_OUT,
            ".attn", Kind.ATTN_OUT,
            ".attention", Kind.ATTN_OUT,
            ".pre_feedforward_layernorm", Kind.MLP_IN,
            ".mlp", Kind.MLP_OUT,
            ".post_feedforward_layernorm", Kind.MLP_OUT);

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

    /** How many blocks have run, or are running, when the data pass here: 0 at the embeddings. */
    public int boundary() {
        return kind == Kind.RESID_PRE ? layer : layer + 1;
    }

    /** The same place by one name: a block's input is its predecessor's output. */
    public HookPoint canonical() {
        return kind == Kind.RESID_PRE && layer > 0 ? residPost(layer - 1) : this;
    }

    /** Whether this is the residual stream at a block's input or output. */
    public boolean isBetweenBlocks() {
        return kind == Kind.RESID_PRE || kind == Kind.RESID_POST;
    }

    /**
     * Reads {@code resid_post.4}, TransformerLens' {@code blocks.4.hook_resid_post}, Hugging Face modules ({@code layers.4},
     * {@code h.4.mlp}, {@code model.layers.4.self_attn.o_proj.input}, {@code embed_tokens}) and dictionary_learning's
     * {@code resid_post_layer_4}.
     */
    public static HookPoint parse(String text) throws LacunaException {
        Matcher lens = TRANSFORMER_LENS.matcher(text);
        Matcher module = HUGGING_FACE.matcher(text);
        Matcher brief = SHORT.matcher(text);
        Kind kind = null;
        int layer = 0;
        if (text.matches("(model\\.)?embed_tokens|(gpt_neox\\.)?embed_in")) {
            kind = Kind.RESID_PRE;
        } else if (lens.matches()) {
            layer = Integer.parseInt(lens.group(1));
            kind = TRANSFORMER_LENS_NAMES.get(lens.group(2));
        } else if (module.matches()) {
            layer = Integer.parseInt(module.group(1));
            kind = ofModule(module.group(2));
        } else if (brief.matches()) {
            layer = Integer.parseInt(brief.group(2));
            kind = ofWord(brief.group(1));
        }
        if (kind == null) {
            throw new LacunaException("'" + text + "' is not a hook point that Lacuna reads. Use one of "
                    + List.of(Kind.values()).stream().map(Kind::word).toList()
                    + " with a block number behind it, for example resid_post.4.");
        }
        return new HookPoint(kind, layer);
    }

    private static @Nullable Kind ofModule(String path) {
        return path.endsWith(".input")
                ? INPUTS.get(path.substring(0, path.length() - ".input".length()))
                : OUTPUTS.get(path.replaceFirst("\\.output$", ""));
    }

    private static @Nullable Kind ofWord(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** By the order in which the data pass. */
    @Override
    public int compareTo(HookPoint other) {
        int byLayer = Integer.compare(layer, other.layer);
        return byLayer != 0 ? byLayer : kind.compareTo(other.kind);
    }

    /** In words: "output of block 4". */
    public String place() {
        String what = switch (kind) {
            case RESID_PRE -> "input";
            case ATTN_Z -> "head outputs";
            case ATTN_OUT -> "attention's output";
            case RESID_MID -> "residual stream in the middle";
            case LN2_NORMALIZED -> "normalised MLP input (without gain)";
            case MLP_IN -> "MLP input";
            case MLP_OUT -> "MLP output";
            case RESID_POST -> "output";
        };
        return what + " of block " + layer;
    }

    /** {@code resid_post.4}. */
    @Override
    public String toString() {
        return kind.word() + "." + layer;
    }

    /** TransformerLens' spelling, {@code blocks.4.hook_resid_post}; the MLP's input with gain has none and keeps its short name. */
    public String transformerLensName() {
        return TRANSFORMER_LENS_NAMES.entrySet().stream()
                .filter(entry -> entry.getValue() == kind)
                .map(entry -> "blocks." + layer + "." + entry.getKey())
                .findFirst()
                .orElse(toString());
    }
}
