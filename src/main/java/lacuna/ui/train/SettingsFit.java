package lacuna.ui.train;

import java.util.SortedSet;
import java.util.TreeSet;
import lacuna.model.LoraConfig;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.UnlearnConfig;

/** Fits settings made for another model or corpus to the open project. */
final class SettingsFit {

    private SettingsFit() {}

    /** Blocks the model does not have are left out; passes over the texts become the steps they mean here. */
    static UnlearnConfig to(UnlearnConfig config, TrainModel.Choices choices) {
        UnlearnConfig fitted = config instanceof CrispConfig crisp ? blocks(crisp, choices) : config;
        return fitted.withSteps(config.stepsOver(choices.targetTexts()));
    }

    private static CrispConfig blocks(CrispConfig config, TrainModel.Choices choices) {
        LoraConfig lora = config.lora();
        SortedSet<Integer> blocks = new TreeSet<>(lora.blocks().headSet(choices.blocks()));
        if (blocks.isEmpty()) {
            blocks.add(choices.blocks() - 1);
        }
        return config.withLora(new LoraConfig(lora.rank(), lora.alpha(), lora.dropout(), lora.projections(), blocks));
    }
}
