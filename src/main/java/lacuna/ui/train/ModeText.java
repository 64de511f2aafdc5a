package lacuna.ui.train;

import lacuna.selection.CrispMode;

/** The three modes of CRISP in words. */
final class ModeText {

    private ModeText() {}

    static String title(CrispMode mode) {
        return switch (mode) {
            case ALIGNED -> "Aligned";
            case PAPER -> "Paper";
            case CODE -> "Code";
        };
    }

    static String sentence(CrispMode mode) {
        return switch (mode) {
            case ALIGNED ->
                "Each SAE is read where it was trained, and only entries that fired are pushed below their"
                        + " threshold. Lacuna's own, for new work.";
            case PAPER ->
                "The paper\u2019s equations as printed: the activation of every marked feature at every token, plus \u03bb"
                        + " times the token\u2019s mean activation.";
            case CODE ->
                "The released code, quirks kept: SAEs are read one block early, and only entries still positive"
                        + " count. For reproducing.";
        };
    }
}
