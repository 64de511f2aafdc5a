package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookPointTest {

    @ParameterizedTest
    @CsvSource({
        "resid_pre.3, resid_pre.3",
        "blocks.3.hook_resid_pre, resid_pre.3",
        "blocks.3.hook_resid_mid, resid_mid.3",
        "blocks.11.hook_resid_post, resid_post.11",
        "blocks.3.attn.hook_z, attn_z.3",
        "blocks.3.hook_attn_out, attn_out.3",
        "blocks.3.hook_mlp_out, mlp_out.3",
        "blocks.3.ln2.hook_normalized, ln2_normalized.3",
        "resid_post_layer_19, resid_post.19",
        "layers.5, resid_post.5",
        "h.5, resid_post.5",
        "layers.5.mlp, mlp_out.5",
        "layers.5.attention, attn_out.5",
        "h.5.attn, attn_out.5",
        "transformer.h.5.attn.c_proj.input, attn_z.5",
        "gpt_neox.layers.5.attention.dense.input, attn_z.5",
        "model.layers.17.output, resid_post.17",
        "model.layers.17.input, resid_pre.17",
        "model.layers.17.self_attn.o_proj.input, attn_z.17",
        "model.layers.17.post_feedforward_layernorm.output, mlp_out.17",
        "model.layers.17.pre_feedforward_layernorm.output, mlp_in.17",
        "model.language_model.layers.17.output, resid_post.17",
        "embed_tokens, resid_pre.0"
    })
    void readsEverySpelling(String written, String expected) throws Exception {
        assertThat(HookPoint.parse(written)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocks.3.hook_nothing",
                "resid_post",
                "resid_post.12345",
                "model.layers.5.post_attention_layernorm.output",
                "model.layers.{5,9}.output",
                "hook_embed",
                ""
            })
    void refusesWhatIsAmbiguousOrUnknown(String written) {
        assertThatThrownBy(() -> HookPoint.parse(written))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("resid_post.4");
    }

    @Test
    void writtenNamesAreReadBack() throws Exception {
        for (HookPoint.Kind kind : HookPoint.Kind.values()) {
            HookPoint hook = new HookPoint(kind, 7);
            assertThat(HookPoint.parse(hook.toString())).isEqualTo(hook);
            assertThat(HookPoint.parse(hook.transformerLensName())).isEqualTo(hook);
        }
    }

    @Test
    void sortsAsTheDataPass() throws Exception {
        List<HookPoint> hooks = Arrays.asList(
                HookPoint.residPre(4),
                HookPoint.parse("attn_z.4"),
                HookPoint.parse("mlp_out.4"),
                HookPoint.residPost(4));
        Collections.reverse(hooks);
        assertThat(new TreeSet<>(hooks).toString()).isEqualTo("[resid_pre.4, attn_z.4, mlp_out.4, resid_post.4]");
    }
}
