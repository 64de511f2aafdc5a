package lacuna.ui.train;

import java.util.List;
import lacuna.ui.train.Field.Decimal;
import lacuna.ui.train.Field.Phrases;
import lacuna.ui.train.Field.Whole;
import lacuna.ui.train.MethodForm.Group;

/** ELM in the form. */
final class ElmForm {

    private static final int MOST = 10_000;

    static final MethodForm DESCRIPTION = new MethodForm(
            "elm",
            "ELM",
            "Trains a LoRA adapter to write about the concepts as a novice would, not as an expert. Needs no features.",
            List.of(
                    Group.of(
                            "Loss",
                            new Phrases(
                                    "concepts",
                                    "Concepts",
                                    "What is to be forgotten, as phrases with semicolons between; contexts are made of them."),
                            new Decimal(
                                    "eta",
                                    "Distance \u03b7",
                                    "",
                                    0,
                                    1e7,
                                    "How far the target distribution is led away from the expert\u2019s. Published runs use 500 to"
                                            + " 10000."),
                            weight("erase", "Erase weight", "Weight of unlearning the target texts."),
                            weight("retain", "Retain weight", "Weight of answering as before on benign texts."),
                            weight(
                                    "fluency",
                                    "Fluency weight",
                                    "Weight of fluent text behind target texts; 0 leaves out that term and the writing it needs."),
                            weight(
                                    "guidance",
                                    "Guidance",
                                    "How strongly that text is led away from the expert\u2019s."),
                            new Whole(
                                    "fewestWritten",
                                    "Fewest written",
                                    "tokens",
                                    2,
                                    MOST,
                                    "Shortest text written for fluency."),
                            new Whole(
                                    "mostWritten",
                                    "Most written",
                                    "tokens",
                                    2,
                                    MOST,
                                    "Longest text written for fluency; most of a step\u2019s time goes into it.")),
                    CrispForm.adapter("The released code adapts 4 to 7."),
                    Group.of(
                            "Training",
                            CommonFields.rate(
                                    "AdamW\u2019s, constant. The released code uses 5e\u22125; small models bear more."),
                            CommonFields.steps(),
                            CommonFields.batch(),
                            CommonFields.tokens(),
                            CommonFields.seed(),
                            CommonFields.checkpoints()),
                    // texts are read one by one, so there is no batch to cut
                    Group.of("Memory", CommonFields.activations())),
            MethodForm.Rules.NONE);

    private ElmForm() {}

    private static Decimal weight(String path, String label, String help) {
        return new Decimal(path, label, "", 0, 1e6, help);
    }
}
