package lacuna;

import java.nio.file.Path;
import lacuna.pretraining.Pretrainer;
import lacuna.run.Progress;
import lacuna.tensor.Torch;

/** Entry point. */
public final class Lacuna {
    private Lacuna() {}

    public static void main(String[] args) throws Exception {
        try (Torch torch = Torch.start(Torch.DeviceChoice.CPU)) {
            if (args.length > 2) {
                torch.setThreads(Integer.parseInt(args[2]));
            }
            Path file = Path.of(args[0]);
            long start = System.nanoTime();
            Progress progress = (activity, done, total) -> {
                if (done % 10 == 0) {
                    System.err.printf("%s %d/%d %.1fs%n", activity, done, total, (System.nanoTime() - start) / 1e9);
                }
            };
            System.err.println(new Pretrainer(torch, Pretrainer.readConfig(file), file)
                    .run(Path.of(args[1]), progress));
        }
    }
}
