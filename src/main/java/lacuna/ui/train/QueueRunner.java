package lacuna.ui.train;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.collections.ListChangeListener;
import javafx.util.Subscription;
import lacuna.project.Marks;
import lacuna.project.RunQueue;
import lacuna.run.LacunaException;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.Durations;
import lacuna.ui.task.Feed;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.unlearning.LiveCheck;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.TrainingStep;
import lacuna.unlearning.UnlearnConfig;
import org.jspecify.annotations.Nullable;

/** Works through the project's queue, one run after the other, and keeps the list of runs in step with it. JavaFX thread only. */
final class QueueRunner {

    private static final int LOGGED_EVERY = 10;

    private final TrainModel model;
    private final Jobs jobs;
    private final Clock clock;
    private final Runnable ended;
    private final Map<RunEntry, BackgroundJob<?>> live = new IdentityHashMap<>();
    private final Set<RunEntry> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<RunEntry> cancelling = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<RunEntry> pausing = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable TrainPort port;
    private @Nullable RunQueue queue;

    /** @param ended called when a run has ended, however it did */
    QueueRunner(TrainModel model, Jobs jobs, Clock clock, Runnable ended) {
        this.model = model;
        this.jobs = jobs;
        this.clock = clock;
        this.ended = ended;
    }

    /** What an earlier process left waiting stands still until the user lets it go on, as does what waits in the project before. */
    void open(TrainPort project) {
        List.copyOf(live.values())
                .forEach(BackgroundJob::cancel); // before their queue is read anew, for each holds what it read
        port = project;
        known.clear();
        try {
            queue = project.queue();
            model.queueProblemProperty().set("");
        } catch (LacunaException e) {
            queue = null;
            model.queueProblemProperty().set(String.valueOf(e.getMessage()));
        }
        model.waiting().clear();
        onQueue(present -> model.heldProperty().set(!present.waiting().isEmpty()));
    }

    /** Lines up one run, or several. */
    void lineUp(RunOrder order) {
        TrainPort project = port;
        if (project == null) {
            return;
        }
        onQueue(queue -> {
            List<RunQueue.Entry> lined = project.lineUp(order);
            queue.add(lined);
            Instant now = clock.instant(); // one for all, so that they are listed in the order of the queue
            List<RunEntry> entries = new ArrayList<>();
            for (RunQueue.Entry waiting : lined) {
                RunEntry entry = asked(waiting, now);
                entry.say("Queued: " + RunHeader.describe(entry) + ", " + entry.planned() + " steps of "
                        + entry.config().batchSize() + " + " + entry.config().batchSize() + " texts");
                entries.add(entry);
            }
            model.runs().addAll(0, entries);
            model.selectedProperty().set(entries.get(0));
        });
        pump();
    }

    private RunEntry asked(RunQueue.Entry waiting, Instant now) {
        UnlearnConfig config = waiting.request().config();
        Marks marks = waiting.request().marks();
        int features = marks == null ? 0 : marks.suppressed().size();
        RunEntry entry = new RunEntry(waiting.name(), now, config, features, config.steps());
        known.add(entry);
        return entry;
    }

    /** Goes on with the selected run: a stopped one is lined up again, before all others; a paused queue moves on. */
    void resume() {
        TrainPort project = port;
        RunEntry entry = model.selectedProperty().get();
        if (project == null || entry == null) {
            return;
        }
        boolean again = entry.isResumable() && entry.state() != RunState.PAUSED;
        if (!again
                || onQueue(queue -> {
                    queue.addFirst(project.again(entry.name()));
                    entry.settle(RunState.QUEUED, false, "");
                    entry.say("Resumed after step " + entry.done());
                })) {
            release();
        }
    }

    /** Stops the run at work within one step, with a checkpoint, and lets the queue stand still: the engine is free for other work. */
    void pause() {
        model.heldProperty().set(true);
        Map.copyOf(live).forEach((entry, job) -> {
            pausing.add(entry);
            entry.state(RunState.STOPPING);
            job.cancel();
        });
    }

    /** Lets the queue go on. */
    void release() {
        model.heldProperty().set(false);
        pump();
    }

    /** Takes the selected run out of the queue; one at work stops after its current step and keeps a checkpoint. */
    void cancel() {
        RunEntry entry = model.selectedProperty().get();
        if (entry == null) {
            return;
        }
        BackgroundJob<?> job = live.get(entry);
        if (job != null) {
            cancelling.add(entry);
            entry.state(RunState.STOPPING);
            job.cancel();
            return;
        }
        onQueue(queue -> {
            queue.remove(entry.name());
            entry.settle(RunState.CANCELLED, entry.done() > 0, "");
            if (entry.done() == 0) {
                model.runs().remove(entry);
            }
        });
    }

    /** Moves the selected run among those that wait. */
    void move(int places) {
        RunEntry entry = model.selectedProperty().get();
        if (entry != null) {
            onQueue(queue -> queue.move(entry.name(), places));
        }
    }

    /** Something that changes the queue. */
    @FunctionalInterface
    private interface Change {
        void on(RunQueue queue) throws LacunaException;
    }

    /** Whether it could be done. */
    private boolean onQueue(Change change) {
        RunQueue present = queue;
        return present != null && on(present, change);
    }

    private boolean on(RunQueue changed, Change change) {
        boolean done = true;
        try {
            change.on(changed);
            model.queueProblemProperty().set("");
        } catch (LacunaException e) {
            model.queueProblemProperty().set(String.valueOf(e.getMessage()));
            done = false;
        }
        showWaiting();
        return done;
    }

    private void showWaiting() {
        RunQueue present = queue;
        List<String> names = present == null
                ? List.of()
                : present.waiting().stream().map(RunQueue.Entry::name).toList();
        if (!model.waiting().equals(names)) {
            model.waiting().setAll(names);
        }
        if (names.isEmpty()) {
            model.heldProperty().set(false); // or the next run that is started would wait for a word nobody expects
        }
    }

    /** Gives the engine the first run that waits, unless one is at work. */
    private void pump() {
        TrainPort project = port;
        RunQueue present = queue;
        if (project == null || present == null || model.heldProperty().get() || !live.isEmpty()) {
            return;
        }
        Optional<RunQueue.Entry> first = present.first();
        if (first.isPresent()) {
            RunEntry entry = model.named(first.get().name()).orElseGet(() -> listed(first.get()));
            submit(entry, project.prepared(first.get()), present);
        }
    }

    /** Whether a run was asked for here: it may wait, or have failed before anything was written. */
    boolean knows(RunEntry entry) {
        return known.contains(entry);
    }

    private RunEntry listed(RunQueue.Entry waiting) {
        RunEntry entry = asked(waiting, clock.instant());
        model.runs().add(0, entry);
        return entry;
    }

    private void submit(RunEntry entry, PreparedRun run, RunQueue from) {
        entry.settle(RunState.QUEUED, false, "");
        Feed<TrainingStep> feed = jobs.feed(steps -> received(entry, steps, live.get(entry)));
        Feed<LiveCheck> checks = jobs.feed(entry::check);
        BackgroundJob<String> job = jobs.submit("Train " + run.name(), progress -> {
            run.work().run(listener(feed, checks), progress);
            return run.name();
        });
        live.put(entry, job);
        job.log().addListener((ListChangeListener<String>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(entry::say);
            }
        });
        job.outcome(name -> entry.done() + " steps done");
        Subscription states = job.stateProperty().subscribe(now -> follow(entry, now));
        job.onEnd(() -> {
            states.unsubscribe();
            live.remove(entry);
            ended(entry, job, from);
        });
    }

    private static TrainingListener listener(Feed<TrainingStep> steps, Feed<LiveCheck> checks) {
        return new TrainingListener() {
            @Override
            public void onStep(TrainingStep step) {
                steps.add(step);
            }

            @Override
            public void onCheck(LiveCheck check) {
                checks.add(check);
            }
        };
    }

    private static void follow(RunEntry entry, JobState now) {
        if (now == JobState.RUNNING && entry.state() == RunState.QUEUED) {
            entry.state(RunState.RUNNING);
        }
    }

    private static void received(RunEntry entry, List<TrainingStep> steps, @Nullable BackgroundJob<?> job) {
        entry.cutBefore(steps.get(0).step());
        entry.append(steps);
        for (TrainingStep step : steps) {
            if (step.step() == 1 || step.step() % LOGGED_EVERY == 0) {
                entry.say(RunEntry.words(step));
            }
        }
        if (job != null && job.isCancelRequested() && entry.state() == RunState.RUNNING) {
            entry.state(RunState.STOPPING); // asked for elsewhere in the window
        }
    }

    private void ended(RunEntry entry, BackgroundJob<?> job, RunQueue from) {
        boolean dropped = cancelling.remove(entry);
        boolean asked = pausing.remove(entry);
        boolean paused = job.state() == JobState.CANCELLED && !dropped;
        if (paused && !asked) {
            // who stops it elsewhere wants the engine, or the window to close: not the next run
            model.heldProperty().set(true);
        }
        switch (job.state()) {
            case SUCCEEDED -> entry.settle(RunState.FINISHED, false, "");
            case CANCELLED -> entry.settle(paused ? RunState.PAUSED : RunState.CANCELLED, entry.done() > 0, "");
            default ->
                entry.settle(RunState.FAILED, false, job.outcomeProperty().get());
        }
        entry.say(entry.state().title() + " after " + entry.done() + " of " + entry.planned() + " steps, "
                + Durations.text(durationOf(entry)));
        if (!paused) {
            on(from, queue -> queue.remove(entry.name())); // of the project it belongs to, whichever is open by now
        }
        model.replan();
        ended.run();
        pump();
    }

    /** Those of the queue that an earlier process has left. */
    void addWaiting(List<RunEntry> merged) {
        RunQueue present = queue;
        for (RunQueue.Entry waiting : present == null ? List.<RunQueue.Entry>of() : present.waiting()) {
            RunEntry known = TrainModel.named(merged, waiting.name()).orElse(null);
            if (known == null) {
                merged.add(asked(waiting, clock.instant()));
            } else if (!live.containsKey(known) && !known.state().isLive() && known.state() != RunState.PAUSED) {
                known.settle(known.done() > 0 ? RunState.PAUSED : RunState.QUEUED, known.done() > 0, "");
            }
        }
    }

    private static Duration durationOf(RunEntry entry) {
        return Pace.seconds(
                entry.steps().stream().mapToDouble(TrainingStep::seconds).sum());
    }
}
