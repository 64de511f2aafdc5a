package lacuna.ui.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import lacuna.selection.CrispMode;
import lacuna.ui.train.Field.Blocks;
import lacuna.ui.train.Field.Choice;
import lacuna.ui.train.Field.Decimal;
import lacuna.ui.train.Field.Maps;
import lacuna.ui.train.Field.Whole;
import lacuna.ui.train.MethodForm.Group;
import lacuna.unlearning.Drift;

/** CRISP in the form. */
final class CrispForm {

    static final MethodForm DESCRIPTION = new MethodForm(
            "crisp",
            "CRISP",
            "Trains a LoRA adapter that turns marked features down on the target texts and holds everything else still.",
            List.of(
                    Group.of(
                            "Loss",
                            mode(),
                            new Decimal(
                                    "suppression",
                                    "Suppression \u03bb",
                                    "",
                                    0,
                                    1000,
                                    "How far marked features are pushed, in multiples of the token\u2019s mean. The paper uses 20 to 40."),
                            new Decimal(
                                    "alpha",
                                    "Unlearn weight \u03b1",
                                    "",
                                    0,
                                    1e6,
                                    "Weight of the suppression loss; the paper\u2019s is 0.01. Code mode takes 1 \u2212 \u03b2."),
                            new Decimal(
                                    "beta",
                                    "Retain weight \u03b2",
                                    "",
                                    0,
                                    1e6,
                                    "Weight of holding residuals on benign texts still. The paper uses 0.99."),
                            new Decimal(
                                    "gamma",
                                    "Coherence weight \u03b3",
                                    "",
                                    0,
                                    1e6,
                                    "Weight of holding the final state on general texts still. The paper uses 0.01.")),
                    adapter("The paper adapts 3 to 9; blocks behind the last SAE learn from the coherence loss only."),
                    Group.of(
                            "Training",
                            CommonFields.rate(
                                    "AdamW\u2019s, constant after the warm-up. The paper\u2019s 4e\u22125 suits billions of"
                                            + " parameters; small models bear more."),
                            CommonFields.steps(),
                            CommonFields.batch(),
                            CommonFields.tokens(),
                            CommonFields.seed()),
                    Group.of("Memory", CommonFields.microBatch(), CommonFields.activations()),
                    Group.of(
                            "Finer points",
                            new Whole(
                                    "warmupSteps",
                                    "Warm-up",
                                    "steps",
                                    0,
                                    1_000_000,
                                    "Steps over which the learning rate rises from zero; 0 for none."),
                            new Decimal(
                                    "maxGradientNorm",
                                    "Gradient limit",
                                    "L2 norm",
                                    0,
                                    1e9,
                                    "Longer gradients are scaled down to this; 0 for no limit, as in the released code."),
                            new Whole(
                                    "coherenceBatch",
                                    "Coherence batch",
                                    "texts",
                                    1,
                                    4096,
                                    "General texts a step, taken in turn. The released code takes one."),
                            CommonFields.checkpoints())),
            new ModeRules());

    private CrispForm() {}

    private static Choice mode() {
        return new Choice(
                "mode",
                "Mode",
                List.of(CrispMode.ALIGNED, CrispMode.PAPER, CrispMode.CODE).stream()
                        .map(mode -> new Choice.Option(mode.name(), ModeText.title(mode), ModeText.sentence(mode)))
                        .toList());
    }

    static Group adapter(String blocks) {
        return Group.of(
                "Adapter",
                new Whole(
                        "lora.rank",
                        "Rank",
                        "",
                        1,
                        512,
                        "Rank of each LoRA factor: more can change more. Usual are 4 to 16."),
                new Decimal(
                        "lora.alpha",
                        "LoRA alpha",
                        "",
                        1e-3,
                        4096,
                        "The adapter\u2019s output is scaled by alpha / rank; usual is twice the rank."),
                new Decimal(
                        "lora.dropout",
                        "Dropout",
                        "",
                        0,
                        0.95,
                        "Share of the adapter\u2019s inputs set to zero in each step; 0 makes curves smoother."),
                new Blocks("lora.blocks", "Blocks", "First and last block with an adapter, from 0. " + blocks),
                new Maps(
                        "lora.projections",
                        "Projections",
                        "Linear maps of a block that get LoRA factors; fewer change less."));
    }

    /** The released code's quirks, and the drift that belongs to each mode. */
    private static final class ModeRules implements MethodForm.Rules {

        @Override
        public Set<String> idle(ObjectNode settings) {
            return mode(settings) == CrispMode.CODE ? Set.of("alpha", "coherenceBatch") : Set.of();
        }

        @Override
        public void settle(ObjectNode settings) {
            CrispMode mode = mode(settings);
            settings.put("drift", Drift.of(mode).name());
            if (mode == CrispMode.CODE) {
                settings.put("coherenceBatch", 1);
            }
        }

        private static CrispMode mode(ObjectNode settings) {
            return CrispMode.valueOf(settings.path("mode").asText());
        }
    }
}
