package lacuna.features;

/** For tests of other packages: fills bounded lists of passages without a model. */
public final class PassageLists {

    private PassageLists() {}

    /** Keeps the passage if it is strong enough for the list. */
    public static void offer(TopPassages passages, int feature, Passage passage) {
        if (passages.admits(feature, passage.max())) {
            passages.add(feature, passage);
        }
    }
}
