package lacuna.project;

/** What a run does once its adapter is trained. */
public enum AfterTraining {
    STOP,
    /** Questions, perplexity, activity and generations, before and after. */
    EVALUATE
}
