package lacuna.model;

/** The dtype a model computes in. bfloat16 exists only inside TorchScript: DJL's JNI layer does not know it and ends the JVM. */
public enum Precision {
    F32(6),
    F16(5),
    BF16(15);

    private final int scriptDtype;

    Precision(int scriptDtype) {
        this.scriptDtype = scriptDtype;
    }

    /** PyTorch's number for the dtype, as TorchScript spells it. */
    int scriptDtype() {
        return scriptDtype;
    }

    /** Bytes a value takes. */
    public int bytes() {
        return this == F32 ? 4 : 2;
    }
}
