package lacuna.sae.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lacuna.model.HookPoint;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeDescription;
import lacuna.sae.SaeForm;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * Gemma Scope 2 (for Gemma 3): {@code params.safetensors} with lower-case names, and {@code config.json}, whose
 * {@code hf_hook_point_in} decides the site: what the folders call attn_out reads the <em>input</em> of o_proj.
 */
final class GemmaScope2 implements SaeFormat {

    private static final String WEIGHTS = "params.safetensors";
    private static final String CONFIG = "config.json";
    private static final Pattern FOLDERS = Pattern.compile(
            "/(resid_post|attn_out|mlp_out|transcoder|clt|crosscoder)[a-z_]*/(?:layer_([0-9_]+?)_)?width_");
    private static final Pattern RELEASE = Pattern.compile("(?i)gemma-scope-2-(270m|1b|4b|12b|27b)-(pt|it)");
    private static final TensorNames NAMES = TensorNames.rows("w_enc", "b_enc", "w_dec", "b_dec");

    @Override
    public String name() {
        return "Gemma Scope 2";
    }

    @Override
    public boolean recognises(SaePlace place) {
        return place.has(WEIGHTS)
                || place.isFolder() && place.jsonOrEmpty(CONFIG).has("hf_hook_point_in");
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        variant(place, options);
        Optional<ConfigNode> config =
                place.hasBeside(CONFIG) ? Optional.of(ConfigNode.of(place, CONFIG)) : Optional.empty();
        Optional<Matcher> folders = place.inPath(FOLDERS);
        String type = config.map(c -> c.text("type", "sae"))
                .orElse(folders.map(match -> match.group(1)).orElse("sae"));
        String from = config.map(c -> c.text("hf_hook_point_in", "")).orElse("");
        String to = config.map(c -> c.text("hf_hook_point_out", from)).orElse(from);
        refuseOthers(place, type, from, to);
        Path weights = place.isFolder() ? place.file(WEIGHTS) : place.path();
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            if (reader.has("affine_skip_connection")) {
                throw refused(place, "transcoder with an affine connection");
            }
            NAMES.require(reader);
            int features = NAMES.features(reader);
            reader.require("threshold", features);
            if (config.isPresent()) {
                config.get().requireSize("width", features);
            }
            return new SaeRecipe(
                    weights,
                    NAMES,
                    SaeForm.of(new Gate.JumpRelu(), EncoderInput.RAW),
                    (tensors, reading) -> tensors.threshold(reading.floats("threshold")),
                    new SaeDescription(
                            name(),
                            "jumprelu",
                            NAMES.inputWidth(reader),
                            features,
                            site(from, folders),
                            model(place, config),
                            config.map(c -> c.positive("l0")).orElse(java.util.OptionalDouble.empty()),
                            List.of()));
        }
    }

    private static void refuseOthers(SaePlace place, String type, String from, String to) throws LacunaException {
        if (type.contains("clt")) {
            throw refused(place, "cross-layer transcoder");
        }
        if (type.contains("crosscoder")) {
            throw refused(place, "crosscoder over several layers");
        }
        if (type.contains("transcoder") || !from.equals(to)) {
            throw refused(place, "transcoder");
        }
    }

    private static LacunaException refused(SaePlace place, String what) {
        return new LacunaException(place + " is a " + what
                + " of Gemma Scope 2: it does not reconstruct the one place that it reads. Only SAEs are supported; take one"
                + " from resid_post, mlp_out or attn_out.");
    }

    private static SiteProposal site(String module, Optional<Matcher> folders) {
        SiteProposal stated = module.isEmpty()
                ? SiteProposal.NONE
                : SiteProposal.named(module, "hf_hook_point_in in config.json, '" + module + "'");
        return stated.or(
                folders.filter(match -> match.group(2) != null && match.group(2).matches("\\d{1,3}"))
                        .map(GemmaScope2::ofFolders)
                        .orElse(SiteProposal.NONE));
    }

    private static SiteProposal ofFolders(Matcher match) {
        HookPoint.Kind kind = switch (match.group(1)) {
            case "attn_out" -> HookPoint.Kind.ATTN_Z; // the input of o_proj, whatever the folder's name says
            case "mlp_out" -> HookPoint.Kind.MLP_OUT;
            default -> HookPoint.Kind.RESID_POST;
        };
        return SiteProposal.of(new HookPoint(kind, Integer.parseInt(match.group(2))), "the names of its folders");
    }

    private static String model(SaePlace place, Optional<ConfigNode> config) {
        String stated = config.map(c -> c.text("model_name", "")).orElse("").replace("-v3-", "-3-");
        if (!stated.isEmpty()) {
            return stated.contains("/") ? stated : "google/" + stated;
        }
        return place.inPath(RELEASE)
                .map(match -> "google/gemma-3-" + match.group(1) + "-" + match.group(2))
                .orElse("");
    }
}
