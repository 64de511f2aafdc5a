package lacuna.ui.compare;

/** Which of the two models. */
public enum Side {
    BEFORE,
    AFTER;

    Side other() {
        return this == BEFORE ? AFTER : BEFORE;
    }
}
