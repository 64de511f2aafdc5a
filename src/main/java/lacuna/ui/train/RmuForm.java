package lacuna.ui.train;

import java.util.List;
import lacuna.ui.train.Field.Block;
import lacuna.ui.train.Field.Blocks;
import lacuna.ui.train.Field.Choice;
import lacuna.ui.train.Field.Decimal;
import lacuna.ui.train.MethodForm.Group;

/** RMU in the form. */
final class RmuForm {

    static final MethodForm DESCRIPTION = new MethodForm(
            "rmu",
            "RMU",
            "Trains MLP weights so that one block\u2019s output on target texts points in a fixed random direction. Needs no features.",
            List.of(
                    Group.of(
                            "Loss",
                            new Block("layer", "Block", "Behind this block the residual stream is steered and held."),
                            new Decimal(
                                    "steering",
                                    "Steering c",
                                    "",
                                    1e-3,
                                    1e6,
                                    "Length of the random direction; compare it with that of the residual stream there."),
                            new Decimal(
                                    "alpha",
                                    "Retain weight \u03b1",
                                    "",
                                    0,
                                    1e6,
                                    "Weight of holding the residual stream on benign texts still. Published runs use 1 to 1200."),
                            positions()),
                    Group.of(
                            "Weights",
                            new Blocks(
                                    "trained",
                                    "Blocks",
                                    "Blocks whose MLP down projections are trained: up to the one that is steered.")),
                    Group.of(
                            "Training",
                            CommonFields.rate(
                                    "AdamW\u2019s, constant. The released code uses 5e\u22125; small models bear more."),
                            CommonFields.steps(),
                            CommonFields.batch(),
                            CommonFields.tokens(),
                            CommonFields.seed(),
                            CommonFields.checkpoints()),
                    Group.of("Memory", CommonFields.microBatch(), CommonFields.activations())),
            MethodForm.Rules.NONE);

    private RmuForm() {}

    private static Choice positions() {
        return new Choice(
                "positions",
                "Positions",
                List.of(
                        new Choice.Option("TEXT", "Text", "Means are taken over the tokens of the texts."),
                        new Choice.Option(
                                "ALL", "All", "Means are taken over padding, too, as the released code does.")));
    }
}
