package lacuna.project;

import java.util.ArrayList;
import java.util.List;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.unlearning.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Works through several runs on one engine. A run that fails does not keep the next ones from their turn; finished ones are not done
 * again, so that a sweep that was stopped goes on where it was.
 */
public final class SweepJob {

    /**
     * How a run of the sweep came out.
     *
     * @param summary null if it was not evaluated, or failed
     * @param problem why it failed; empty if it did not
     */
    public record Outcome(RunQueue.Entry entry, @Nullable RunSummary summary, String problem) {}

    private final LoadedProject loaded;

    public SweepJob(LoadedProject loaded) {
        this.loaded = loaded;
    }

    /** @throws Cancelled if the user asked to stop; what is finished stays */
    public List<Outcome> run(List<RunQueue.Entry> entries, Progress progress) throws Cancelled {
        List<Outcome> outcomes = new ArrayList<>();
        for (RunQueue.Entry entry : entries) {
            String place = (outcomes.size() + 1) + " of " + entries.size();
            progress.log("Run " + place + ": " + entry.name() + ".");
            outcomes.add(one(entry, new PrefixedProgress("Run " + place, progress)));
        }
        return outcomes;
    }

    private Outcome one(RunQueue.Entry entry, Progress progress) throws Cancelled {
        RunFolder folder = RunFolder.at(loaded.project().runs().resolve(entry.name()));
        RunJob job = new RunJob(loaded, folder);
        try {
            if (entry.after() == AfterTraining.EVALUATE) {
                return new Outcome(entry, job.whole(entry.request(), TrainingListener.NONE, progress), "");
            }
            job.train(entry.request(), TrainingListener.NONE, progress);
            return new Outcome(entry, null, "");
        } catch (Cancelled e) {
            throw e;
        } catch (LacunaException e) {
            progress.log("Failed: " + e.getMessage());
            return new Outcome(entry, null, String.valueOf(e.getMessage()));
        }
    }
}
