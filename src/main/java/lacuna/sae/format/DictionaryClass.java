package lacuna.sae.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lacuna.run.LacunaException;
import lacuna.sae.EncoderInput;
import lacuna.sae.Gate;
import lacuna.sae.SaeForm;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/** The classes of dictionary_learning, each with its own names of tensors and its own rule. Constants are named as there. */
enum DictionaryClass {
    AutoEncoder {
        @Override
        Reading reading(TensorReader reader, String variant) {
            boolean raw = variant.equals(RAW);
            return new Reading(
                    TensorNames.modules("bias"),
                    SaeForm.of(new Gate.Relu(), EncoderInput.MINUS_DECODER_BIAS),
                    raw ? SaeRecipe.Fold.NONE : (tensors, tensor) -> tensors.foldDecoderNorms(),
                    "standard",
                    0,
                    raw ? List.of() : List.of("Decoder rows are brought to length one, as dictionary_learning does."));
        }
    },
    AutoEncoderNew {
        @Override
        Reading reading(TensorReader reader, String variant) {
            return new Reading(
                    TensorNames.modules("decoder.bias"),
                    SaeForm.of(new Gate.Relu(), EncoderInput.RAW),
                    SaeRecipe.Fold.NONE,
                    "standard",
                    0,
                    List.of());
        }
    },
    GatedAutoEncoder {
        @Override
        Reading reading(TensorReader reader, String variant) {
            return new Reading(
                    TensorNames.linear("encoder.weight", "", "decoder.weight", "decoder_bias"),
                    SaeForm.of(new Gate.JumpRelu(), EncoderInput.MINUS_DECODER_BIAS),
                    (tensors, tensor) -> tensors.foldGate(
                            tensor.floats("r_mag"), tensor.floats("gate_bias"), tensor.floats("mag_bias")),
                    "gated",
                    0,
                    List.of());
        }
    },
    JumpReluAutoEncoder {
        @Override
        Reading reading(TensorReader reader, String variant) {
            return new Reading(
                    TensorNames.rows("W_enc", "b_enc", "W_dec", "b_dec"),
                    SaeForm.of(new Gate.JumpRelu(), EncoderInput.RAW),
                    (tensors, tensor) -> tensors.threshold(tensor.floats("threshold")),
                    "jumprelu",
                    0,
                    List.of());
        }
    },
    AutoEncoderTopK {
        @Override
        Reading reading(TensorReader reader, String variant) throws LacunaException {
            int k = k(reader);
            return new Reading(
                    TensorNames.modules("b_dec"),
                    SaeForm.of(new Gate.TopK(k), EncoderInput.MINUS_DECODER_BIAS),
                    SaeRecipe.Fold.NONE,
                    "topk",
                    k,
                    List.of());
        }
    },
    BatchTopKSAE {
        @Override
        Reading reading(TensorReader reader, String variant) throws LacunaException {
            return batchTopK(TensorNames.modules("b_dec"), reader);
        }
    },
    MatryoshkaBatchTopKSAE {
        @Override
        Reading reading(TensorReader reader, String variant) throws LacunaException {
            return batchTopK(TensorNames.rows("W_enc", "b_enc", "W_dec", "b_dec"), reader);
        }
    };

    /** Variant of AutoEncoder: decoder rows keep their length. */
    static final String RAW = "raw";

    /** Ways of reading that a user may name: a class where no file does, and {@link #RAW}. */
    static final String[] VARIANTS = {
        RAW,
        "AutoEncoder",
        "AutoEncoderNew",
        "GatedAutoEncoder",
        "JumpReluAutoEncoder",
        "AutoEncoderTopK",
        "BatchTopKSAE",
        "MatryoshkaBatchTopKSAE"
    };

    /**
     * How a class is read.
     *
     * @param architecture in SAELens's words
     * @param k features on at a token, 0 if the class has no such number
     */
    record Reading(
            TensorNames names, SaeForm form, SaeRecipe.Fold fold, String architecture, int k, List<String> notes) {}

    abstract Reading reading(TensorReader reader, String variant) throws LacunaException;

    private static Reading batchTopK(TensorNames names, TensorReader reader) throws LacunaException {
        int k = k(reader);
        double threshold = reader.has("threshold") ? reader.scalar("threshold") : -1;
        boolean measured = threshold >= 0;
        return new Reading(
                names,
                SaeForm.of(measured ? new Gate.JumpRelu() : new Gate.TopK(k), EncoderInput.MINUS_DECODER_BIAS),
                (tensors, tensor) -> tensors.threshold(Math.max(0, threshold)),
                "batchtopk",
                k,
                measured
                        ? List.of()
                        : List.of("Its threshold was never measured (it is " + (float) threshold + "), so the " + k
                                + " largest features of each token are kept instead, as TopK."));
    }

    private static int k(TensorReader reader) throws LacunaException {
        double k = reader.scalar("k");
        if (!(k >= 1 && k <= 1 << 24)) {
            throw new LacunaException("The weights name k = " + k + ", which is no number of features to keep.");
        }
        return (int) k;
    }

    static List<String> names() {
        return Arrays.stream(values()).map(DictionaryClass::name).toList();
    }

    /** The class of this name, with or without the package before it. */
    static Optional<DictionaryClass> named(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1).replace("'>", "");
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(simple))
                .findFirst();
    }

    /** What the names of tensors tell; TopK and BatchTopK dictionaries have the same ones. */
    static Optional<DictionaryClass> ofTensors(Path weights) {
        try (TensorFile file = WeightFiles.open(weights)) {
            if (file.has("decoder_bias") && file.has("r_mag")) {
                return Optional.of(GatedAutoEncoder);
            }
            if (file.has("encoder.weight") && file.has("bias")) {
                return Optional.of(AutoEncoder);
            }
            if (file.has("W_enc") && file.has("group_sizes")) {
                return Optional.of(MatryoshkaBatchTopKSAE);
            }
            return Optional.empty();
        } catch (LacunaException e) {
            return Optional.empty();
        }
    }
}
