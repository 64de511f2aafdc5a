package lacuna.ui.train;

import java.util.SortedSet;
import java.util.TreeSet;
import lacuna.model.LoraConfig;
import lacuna.unlearning.UnlearnConfig;

/** Fits settings made for another model or corpus to the open project. */
final class SettingsFit {

    private SettingsFit() {}

    /** Blocks the model does not have are left out; epochs become the steps they mean here. */
    static UnlearnConfig to(UnlearnConfig config, TrainModel.Choices choices) {
        LoraConfig lora = config.lora();
        SortedSet<Integer> blocks = new TreeSet<>(lora.blocks().headSet(choices.blocks()));
        if (blocks.isEmpty()) {
            blocks.add(choices.blocks() - 1);
        }
        LoraConfig fitted = new LoraConfig(lora.rank(), lora.alpha(), lora.dropout(), lora.projections(), blocks);
        return config.withLora(fitted).withSteps(steps(config, choices.targetTexts()));
    }

    // as CrispTrainer counts them
    private static int steps(UnlearnConfig config, int texts) {
        int perEpoch = (texts + config.batchSize() - 1) / config.batchSize();
        return config.steps() > 0 ? config.steps() : config.epochs() * perEpoch;
    }
}
