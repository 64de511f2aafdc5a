package lacuna.features;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Dtype;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;

/**
 * What some features read and write, as one safetensors file for use elsewhere. For each hook point H, f32:
 *
 * <pre>
 * H.encoder       [n, d_in]  row i: the column of W_enc
 * H.encoder_bias  [n]
 * H.threshold     [n]        of JumpReLU; else 0
 * H.decoder       [n, d_in]  row i: the row of W_dec
 * H.decoder_bias  [d_in]
 * H.feature       [n]        i64: numbers of the features in their SAE
 * </pre>
 *
 * The header says under H, as JSON, which SAE that is, what is done to x before the encoder, its gate, the unit of activations, and the
 * stable identifier of each row. Vectors are as Lacuna computes with them, after what a format asks for (scaling, folding) is done.
 */
public final class FeatureVectors {

    private static final String ABOUT =
            "For each hook point H, row i of H.encoder and H.decoder is the feature H.feature[i]; the JSON under H names the rows";

    private final SafetensorsWriter writer = new SafetensorsWriter();
    private int features;

    /** @param about goes into the header as it is */
    public FeatureVectors(Map<String, String> about) {
        writer.metadata("format", "pt").metadata("about", ABOUT);
        about.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> writer.metadata(entry.getKey(), entry.getValue()));
    }

    /**
     * Adds features of one SAE, of none nothing; on the compute thread.
     *
     * @param numbers ascending
     * @param ids stable identifiers, in the same order
     * @param name of the SAE, for the reader
     * @param sha256 over its files, hexadecimal
     */
    public void add(SparseAutoencoder sae, int[] numbers, List<String> ids, String name, String sha256) {
        if (numbers.length == 0) {
            return;
        }
        String hook = sae.hook().toString();
        long[] rows = Arrays.stream(numbers).asLongStream().toArray();
        try (Scope scope = Scope.open()) {
            NDArray index = sae.decoderWeight().getManager().create(rows);
            writer.array(hook + ".encoder", sae.encoderWeight().transpose().get(index), Dtype.F32)
                    .array(hook + ".encoder_bias", sae.encoderBias().get(index), Dtype.F32)
                    .array(hook + ".threshold", sae.threshold().get(index), Dtype.F32)
                    .array(hook + ".decoder", sae.decoderWeight().get(index), Dtype.F32)
                    .array(hook + ".decoder_bias", sae.decoderBias(), Dtype.F32)
                    .longs(hook + ".feature", rows, rows.length);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("sae", name);
        described.put("sha256", sha256);
        described.put("featuresInAll", sae.features());
        described.put("gate", sae.gate().architecture());
        described.put("norm", sae.form().norm());
        described.put("subtractsDecoderBias", sae.subtractsDecoderBias());
        described.put("units", sae.units().title());
        described.put("ids", ids);
        writer.metadata(hook, Json.line(described));
        features += numbers.length;
    }

    /** @throws LacunaException if nothing was added, or the file cannot be written; an older one is then untouched */
    public void write(Path file) throws LacunaException {
        if (features == 0) {
            throw new LacunaException("There is no feature to write vectors of. Mark or name some.");
        }
        writer.write(file);
    }
}
