package lacuna.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSourceTest {

    @ParameterizedTest
    @CsvSource({
        "20-gemmascope-res-16k, resid_post.20",
        "15-llamascope-res-32k, resid_post.15",
        "6-res-jb, resid_pre.6",
        "6-res_mid_32k-oai, resid_mid.6",
        "6-res_post_32k-oai, resid_post.6",
        "5-gemmascope-mlp-16k, mlp_out.5",
        "5-gemmascope-att-16k, attn_z.5",
        "7-llamascope-att-32k, attn_out.7",
        "8-att-kk, attn_z.8",
        "5-gemmascope-transcoder-16k, none",
        "res-16k, none",
        "'', none"
    })
    void theNameOfASetProposesTheHookPoint(String set, String hook) {
        assertThat(new LabelSource("m", set).hook().map(Object::toString).orElse("none"))
                .isEqualTo(hook);
    }
}
