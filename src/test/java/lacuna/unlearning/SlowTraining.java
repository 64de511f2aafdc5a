package lacuna.unlearning;

import java.nio.file.Path;
import lacuna.run.FolderLock;
import lacuna.run.Progress;
import lacuna.selection.CrispMode;

/** Trains in a process of its own and then stands still until it is killed. */
final class SlowTraining {

    /** Steps until it stands still. */
    static final int STEPS = 17;

    private SlowTraining() {}

    /** With dropout, shuffled texts and a warm-up, so that a run that took up too little would show it. */
    static CrispConfig config(int steps) {
        CrispConfig config = ToyUnlearning.config(CrispMode.CODE, 2, steps, .2);
        return config.withCheckpointEvery(5);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (FolderLock lock = FolderLock.take(folder);
                ToyUnlearning toy = new ToyUnlearning()) {
            new UnlearnTrainer(toy.inputs())
                    .run(config(1000), UnlearnRun.fresh(folder), SlowTraining::standStill, Progress.NONE);
        }
    }

    private static void standStill(TrainingStep step) {
        if (step.step() >= STEPS) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
