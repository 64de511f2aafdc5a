package lacuna.model;

import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.FreeMemory;
import lacuna.tensor.Torch.DtypeChoice;

/** The dtype a model computes in. bfloat16 exists only inside TorchScript: DJL's JNI layer does not know it and ends the JVM. */
public enum Precision {
    F32(Dtype.F32),
    F16(Dtype.F16),
    BF16(Dtype.BF16);

    private final Dtype dtype;

    Precision(Dtype dtype) {
        this.dtype = dtype;
    }

    /** How weights are kept. */
    Dtype dtype() {
        return dtype;
    }

    /** PyTorch's number for the dtype, as TorchScript spells it. */
    int scriptDtype() {
        return dtype.torchNumber();
    }

    /** Where the tensors of a model are to lie. */
    enum Place {
        CPU,
        GPU
    }

    /**
     * The dtype to compute in: as asked for; else the published one on a GPU, and on a CPU f32, or the published one where only that
     * fits.
     *
     * @param parameters values the model holds
     * @throws LacunaException if the weights are larger than free memory; nothing has been loaded then
     */
    static Precision choose(DtypeChoice wanted, Dtype stored, long parameters, Place place, FreeMemory free)
            throws LacunaException {
        Precision published = stored == Dtype.BF16 ? BF16 : stored == Dtype.F16 ? F16 : F32;
        Precision choice = switch (wanted) {
            case F32 -> F32;
            case F16 -> F16;
            case BF16 -> BF16;
            case AUTO -> place == Place.GPU || F32.bytes(parameters) > free.bytes() ? published : F32;
        };
        if (choice.bytes(parameters) > free.bytes()) {
            throw new LacunaException("This model has " + parameters + " parameters, which take "
                    + FreeMemory.gibibytes(choice.bytes(parameters)) + " as " + choice.dtype + "; there is "
                    + free + ". " + advice(choice, parameters, free) + " Nothing was loaded.");
        }
        return choice;
    }

    private long bytes(long parameters) {
        return parameters * dtype.bytes();
    }

    private static String advice(Precision choice, long parameters, FreeMemory free) {
        return choice == F32 && BF16.bytes(parameters) <= free.bytes()
                ? "Choose --dtype bf16 (" + FreeMemory.gibibytes(BF16.bytes(parameters)) + ")."
                : "Close other programs, or take a smaller model.";
    }

    /** Bytes a value takes. */
    public int bytes() {
        return this == F32 ? 4 : 2;
    }
}
