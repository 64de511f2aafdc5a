package lacuna.ui.train;

import java.util.List;
import lacuna.ui.train.Field.Decimal;
import lacuna.ui.train.MethodForm.Group;

/** Clamping and DSG in the form: they train nothing, so little is asked. */
final class ClampForms {

    static final MethodForm CLAMP = new MethodForm(
            "clamp",
            "Clamp",
            "Sets marked features to a value wherever they are on in the running model. Trains nothing; the weights stay.",
            List.of(Group.of(
                    "Clamp",
                    new Decimal(
                            "value",
                            "Value",
                            "",
                            -1e6,
                            1e6,
                            "What a marked activation becomes: 0 removes it, below 0 pushes against it."),
                    new Decimal(
                            "trigger",
                            "Trigger",
                            "",
                            0,
                            1e6,
                            "Only activations above this are touched; 0 for all that are on."),
                    new Decimal(
                            "benignRate",
                            "Benign rate",
                            "",
                            0,
                            1,
                            "Where the method chooses: features on at this share of benign tokens are left out. 0 chooses as CRISP"
                                    + " does."),
                    CommonFields.seed())),
            MethodForm.Rules.NONE);

    static final MethodForm GUARD = new MethodForm(
            "dsg",
            "DSG",
            "Sets marked features to a value, but only in texts where they are on more than in nearly all benign ones. Trains nothing.",
            List.of(Group.of(
                    "Guard",
                    new Decimal(
                            "value", "Value", "", -1e6, 1e6, "What the features are set to; \u2212500 as published."),
                    new Decimal(
                            "ratioQuantile",
                            "Ratio quantile",
                            "",
                            0,
                            1,
                            "Where the method chooses: how far up a feature\u2019s ratio of target to benign has to stand. Published"
                                    + " are 0.9 and 0.95."),
                    new Decimal(
                            "guardQuantile",
                            "Guard quantile",
                            "",
                            0,
                            1,
                            "Share of benign texts that are left alone for sure; 0.95 as published."),
                    CommonFields.tokens(),
                    CommonFields.seed())),
            MethodForm.Rules.NONE);

    private ClampForms() {}
}
