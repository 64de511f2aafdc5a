package lacuna.features;

/** The corpus whose knowledge is to go, or the one that is to stay. */
public enum CorpusSide {
    TARGET,
    BENIGN;

    /** "target" or "benign", as files and tables name it. */
    public String label() {
        return this == TARGET ? "target" : "benign";
    }
}
