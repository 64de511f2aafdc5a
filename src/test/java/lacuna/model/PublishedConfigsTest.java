package lacuna.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Geometries of published models in the spelling they were published in, keys left out that transformers fills in. The number of
 * parameters is the models' own, so a wrong default or a forgotten tensor shows.
 */
class PublishedConfigsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'model_type':'llama','hidden_size':576,'intermediate_size':1536,'num_hidden_layers':30,'num_attention_heads':9,"
                        + "'num_key_value_heads':3,'vocab_size':49152,'tie_word_embeddings':true,'rope_theta':100000 | 134515008",
                "'model_type':'llama','hidden_size':4096,'intermediate_size':14336,'num_hidden_layers':32,'num_attention_heads':32,"
                        + "'num_key_value_heads':8,'vocab_size':128256,'rope_theta':500000.0,'rope_scaling':{'factor':8.0,"
                        + "'low_freq_factor':1.0,'high_freq_factor':4.0,'original_max_position_embeddings':8192,'rope_type':'llama3'}"
                        + " | 8030261248",
                "'model_type':'mistral','hidden_size':4096,'intermediate_size':14336,'num_hidden_layers':32,"
                        + "'num_attention_heads':32,'num_key_value_heads':8,'vocab_size':32000,'sliding_window':4096 | 7241732096",
                "'model_type':'qwen2','hidden_size':896,'intermediate_size':4864,'num_hidden_layers':24,'num_attention_heads':14,"
                        + "'num_key_value_heads':2,'vocab_size':151936,'tie_word_embeddings':true,'use_sliding_window':false,"
                        + "'sliding_window':32768,'max_window_layers':24 | 494032768",
                "'model_type':'qwen3','hidden_size':1024,'intermediate_size':3072,'num_hidden_layers':28,'num_attention_heads':16,"
                        + "'num_key_value_heads':8,'vocab_size':151936,'tie_word_embeddings':true,'rope_scaling':null | 596049920",
                "'model_type':'gemma2','hidden_size':2304,'intermediate_size':9216,'num_hidden_layers':26,'num_attention_heads':8,"
                        + "'vocab_size':256000 | 2614341888",
                "'model_type':'gemma3_text','hidden_size':1152,'intermediate_size':6912,'num_hidden_layers':26,"
                        + "'num_attention_heads':4,'num_key_value_heads':1,'head_dim':256,'sliding_window':512,'vocab_size':262144"
                        + " | 999885952",
                "'model_type':'gemma3','text_config':{'hidden_size':2560,'intermediate_size':10240,'num_hidden_layers':34,"
                        + "'rope_scaling':{'factor':8.0,'rope_type':'linear'},'sliding_window':1024} | 3880263168",
                "'model_type':'gpt2','n_embd':768,'n_layer':12,'n_head':12,'n_ctx':1024,'n_positions':1024,'vocab_size':50257"
                        + " | 124439808",
                "'model_type':'gpt_neox','hidden_size':512,'intermediate_size':2048,'num_hidden_layers':6,'num_attention_heads':8,"
                        + "'vocab_size':50304,'rotary_pct':0.25,'rotary_emb_base':10000,'use_parallel_residual':true | 70426624"
            })
    void hasItsOwnNumberOfParameters(String keys, long parameters) throws Exception {
        assertThat(read(keys).parameters()).isEqualTo(parameters);
    }

    @Test
    void gemma2TakesItsDefaultsAndNotThoseOfLlama() throws Exception {
        ModelConfig config =
                read("'model_type':'gemma2','hidden_size':2304,'intermediate_size':9216,'num_hidden_layers':26,"
                        + "'num_attention_heads':8,'vocab_size':256000,'hidden_act':'gelu_pytorch_tanh'");
        assertThat(config.headWidth()).isEqualTo(256); // not 2304 / 8
        assertThat(config.attention().scale()).isEqualTo(1 / 16.0);
        assertThat(config.attention().softCap()).isEqualTo(50);
        assertThat(config.logitSoftCap()).isEqualTo(30);
        assertThat(config.attention().window(0)).isEqualTo(4096);
        assertThat(config.attention().window(1)).isZero();
        assertThat(config.tied()).isTrue();
    }

    @Test
    void gemma3sGlobalBlocksTurnSlowerAndStretched() throws Exception {
        ModelConfig config = read("'model_type':'gemma3','text_config':{'hidden_size':2560,'intermediate_size':10240,"
                + "'num_hidden_layers':34,'rope_scaling':{'factor':8.0,'rope_type':'linear'},'sliding_window':1024}");
        assertThat(config.attention().sliding()).contains(0, 4, 6).doesNotContain(5, 11, 29);
        assertThat(config.attention().rope()).isEqualTo(new RopeScaling(1e6, 8, 1, 1, 0, RopeScaling.Kind.LINEAR));
        assertThat(config.attention().localRope()).isEqualTo(RopeScaling.plain(10000));
    }

    @Test
    void mistralsWindowIsOffWhereItIsNull() throws Exception {
        String keys = "'model_type':'mistral','hidden_size':64,'intermediate_size':112,'num_hidden_layers':4,"
                + "'num_attention_heads':8,'vocab_size':32000";
        assertThat(read(keys).attention().window(3)).isEqualTo(4096);
        assertThat(read(keys + ",'sliding_window':null").attention().window(3)).isZero();
    }

    @Test
    void qwenWindowsItsUpperBlocksOnlyWhenToldSo() throws Exception {
        String keys = "'model_type':'qwen2','hidden_size':64,'intermediate_size':112,'num_hidden_layers':4,"
                + "'num_attention_heads':4,'num_key_value_heads':2,'vocab_size':512,'sliding_window':8,'max_window_layers':2";
        assertThat(read(keys).attention().sliding()).isEmpty();
        assertThat(read(keys + ",'use_sliding_window':true").attention().sliding())
                .containsExactly(2, 3);
    }

    @Test
    void pythiaTurnsAQuarterOfEachHead() throws Exception {
        ModelConfig config =
                read("'model_type':'gpt_neox','hidden_size':512,'intermediate_size':2048,'num_hidden_layers':6,"
                        + "'num_attention_heads':8,'vocab_size':50304,'rotary_emb_base':20000");
        assertThat(config.attention().rotaryWidth()).isEqualTo(16);
        assertThat(config.attention().rope().theta()).isCloseTo(20000, within(0.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'model_type':'gpt2','n_embd':768,'n_layer':12,'n_head':12,'vocab_size':9,'activation_function':'relu' | relu",
                "'model_type':'gpt2','n_embd':768,'n_layer':12,'n_head':11,'vocab_size':9 | 11 heads",
                "'model_type':'gemma2','hidden_size':64,'intermediate_size':9,'num_hidden_layers':2,'num_attention_heads':8,"
                        + "'vocab_size':9,'layer_types':['full_attention'] | layer_types",
                "'model_type':'qwen2','hidden_size':64,'intermediate_size':9,'num_hidden_layers':2,'num_attention_heads':4,"
                        + "'num_key_value_heads':2,'vocab_size':9,'rope_scaling':{'type':'yarn','factor':4} | yarn",
                "'model_type':'llama','hidden_size':64,'intermediate_size':9,'num_hidden_layers':4294967298,"
                        + "'num_attention_heads':4,'vocab_size':9 | num_hidden_layers",
                "'model_type':'gemma3' | text_config"
            })
    void refusesWhatItDoesNotCompute(String keys, String named) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(named);
    }

    private ModelConfig read(String keys) throws Exception {
        Files.writeString(folder.resolve("config.json"), "{" + keys.replace('\'', '"') + "}");
        return ModelConfig.read(folder);
    }
}
