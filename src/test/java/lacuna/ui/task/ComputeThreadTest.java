package lacuna.ui.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;
import javafx.util.Duration;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.FxTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComputeThreadTest {

    @RegisterExtension
    final FxTest fx = FxTest.ofSize(400, 300);

    private final CountDownLatch gate = new CountDownLatch(1);
    private ComputeThread jobs;

    @BeforeEach
    void start() {
        jobs = fx.call(ComputeThread::new);
    }

    @AfterEach
    void close() {
        gate.countDown();
        fx.run(() -> {
            jobs.cancelAll();
            jobs.closeThen(() -> {});
        });
    }

    private String untilOpenOrCancelled(Progress progress) throws LacunaException {
        while (gate.getCount() > 0 && !progress.isCancelled()) {
            LockSupport.parkNanos(1_000_000);
        }
        progress.check();
        return "ended";
    }

    private void awaitEnd(BackgroundJob<?> job) {
        fx.await("end of " + job.title(), () -> job.state().isEnded());
    }

    @Test
    void jobsRunInOrderOnOneThreadThatIsNotTheWindows() {
        List<String> seen = new ArrayList<>();
        List<BackgroundJob<Thread>> submitted = new ArrayList<>();
        fx.run(() -> {
            for (String name : List.of("a", "b", "c")) {
                submitted.add(jobs.submit(name, progress -> {
                    seen.add(name);
                    return Thread.currentThread();
                }));
            }
        });
        List<Thread> threads = new ArrayList<>();
        for (BackgroundJob<Thread> job : submitted) {
            awaitEnd(job);
            fx.run(() -> job.onSuccess(threads::add));
        }
        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(threads).hasSize(3).containsOnly(threads.get(0));
        assertThat(threads.get(0).isDaemon()).isFalse();
    }

    @Test
    void handlersRunOnTheWindowsThreadAndLateOnesToo() {
        List<Boolean> onFx = new ArrayList<>();
        BackgroundJob<String> job = fx.call(() -> jobs.submit("x", progress -> "value")
                .onSuccess(value -> onFx.add(Platform.isFxApplicationThread()))
                .onEnd(() -> onFx.add(Platform.isFxApplicationThread())));
        awaitEnd(job);
        fx.run(() -> job.onSuccess(value -> onFx.add(value.equals("value"))));
        assertThat(onFx).containsExactly(true, true, true);
    }

    @Test
    void cancelledJobStopsAtItsNextCheckAndAQueuedOneNeverStarts() {
        List<String> started = new ArrayList<>();
        BackgroundJob<String> running = fx.call(() -> jobs.submit("running", this::untilOpenOrCancelled));
        BackgroundJob<String> queued = fx.call(() -> jobs.submit("queued", progress -> {
            started.add("queued");
            return "";
        }));
        fx.await("it runs", () -> running.state() == JobState.RUNNING);
        fx.run(queued::cancel);
        assertThat(fx.call(queued::state)).isEqualTo(JobState.CANCELLED);
        fx.run(running::cancel);
        awaitEnd(running);
        assertThat(fx.call(running::state)).isEqualTo(JobState.CANCELLED);
        assertThat(started).isEmpty();
    }

    @Test
    void failureCarriesTheSentenceAndOnlyAClassNameWhenUnexpected() {
        BackgroundJob<String> known = fx.call(() -> jobs.submit("Open", progress -> {
            throw new LacunaException("There is no file x. Check the path.");
        }));
        BackgroundJob<String> unknown = fx.call(() -> jobs.submit("Train", progress -> {
            throw new IllegalStateException("secret");
        }));
        awaitEnd(unknown);
        assertThat(known.outcomeProperty().get()).isEqualTo("There is no file x. Check the path.");
        assertThat(known.failure()).isInstanceOf(LacunaException.class);
        assertThat(unknown.outcomeProperty().get())
                .contains("IllegalStateException")
                .doesNotContain("secret");
        assertThat(unknown.state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void progressIsGatheredAndItsLastStateIsKnownAtTheEnd() {
        List<Number> fractions = new ArrayList<>();
        BackgroundJob<String> job = fx.call(() -> {
            BackgroundJob<String> submitted = jobs.submit("count", progress -> {
                for (int i = 0; i <= 50_000; i++) {
                    progress.report("Counting", i, 100_000);
                }
                progress.log("half way");
                return "";
            });
            submitted.fractionProperty().addListener((observable, before, now) -> fractions.add(now));
            return submitted;
        });
        awaitEnd(job);
        assertThat(fractions).hasSizeLessThan(1000).contains(0.5).endsWith(1.0);
        assertThat(job.log()).containsExactly("half way");
    }

    @Test
    void feedDeliversEverythingInOrderBeforeTheJobEnds() {
        List<Integer> received = new ArrayList<>();
        List<Integer> countAtEnd = new ArrayList<>();
        BackgroundJob<String> job = fx.call(() -> {
            Feed<Integer> feed = jobs.feed(received::addAll);
            return jobs.submit("numbers", progress -> {
                        for (int i = 0; i < 1000; i++) {
                            feed.add(i);
                        }
                        return "";
                    })
                    .onEnd(() -> countAtEnd.add(received.size()));
        });
        awaitEnd(job);
        assertThat(countAtEnd).containsExactly(1000);
        assertThat(received).isSorted().hasSize(1000);
    }

    @Test
    void closingWaitsForTheRunningJobAndWhatWasQueuedAfterCancelling() {
        List<String> order = new ArrayList<>();
        BackgroundJob<String> running = fx.call(() -> jobs.submit("long", this::untilOpenOrCancelled));
        fx.await("it runs", () -> running.state() == JobState.RUNNING);
        fx.run(() -> {
            jobs.cancelAll();
            jobs.submit("close model", progress -> order.add("model closed"));
            jobs.closeThen(() -> order.add("window may go, job " + running.state()));
        });
        fx.await("closed", () -> order.size() == 2);
        assertThat(order).containsExactly("model closed", "window may go, job CANCELLED");
        BackgroundJob<String> late = fx.call(() -> jobs.submit("late", progress -> "never"));
        assertThat(late.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void newestRequestWins() {
        List<String> shown = new ArrayList<>();
        LatestOnly latest = fx.call(() -> new LatestOnly(jobs, Duration.ZERO));
        fx.run(() -> {
            latest.request("first", this::untilOpenOrCancelled, value -> shown.add("first"));
            latest.request("second", progress -> "", value -> shown.add("second"));
            latest.request("third", progress -> "", value -> shown.add("third"));
        });
        fx.await("the last", () -> shown.contains("third"));
        assertThat(shown).containsExactly("third");
        assertThat(fx.call(() -> List.copyOf(jobs.all()))).isEmpty();
    }

    @Test
    void aHandlerThatThrowsKeepsNoOtherFromBeingCalled() {
        List<String> called = new ArrayList<>();
        BackgroundJob<String> job = fx.call(() -> new BackgroundJob<String>("x")
                .onSuccess(value -> {
                    throw new IllegalStateException("broken view");
                })
                .onSuccess(called::add)
                .onEnd(() -> called.add("end")));
        fx.run(() -> {
            job.begin();
            assertThatThrownBy(() -> job.succeed("value")).hasMessage("broken view");
        });
        assertThat(called).containsExactly("value", "end");
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void aResultThatCannotBePutIntoASentenceStillEndsItsJob() {
        BackgroundJob<String> job = fx.call(() -> new BackgroundJob<String>("x").outcome(value -> value.substring(9)));
        fx.run(() -> {
            job.begin();
            assertThatThrownBy(() -> job.succeed("value")).isInstanceOf(IndexOutOfBoundsException.class);
        });
        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void whatWentAsideIsFinishedBeforeTheWindowGoes() {
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        fx.run(() -> {
            jobs.submitAside("sort", this::untilOpenOrCancelled);
            jobs.submitAside("save", progress -> order.add("saved"));
            jobs.cancelAll();
            jobs.closeThen(() -> order.add("closed"));
        });
        gate.countDown();
        fx.await("closed", () -> order.contains("closed"));
        assertThat(order).containsExactly("saved", "closed");
    }

    @Test
    void feedsAreEmptiedWhileNothingRuns() {
        List<Integer> received = new ArrayList<>();
        Feed<Integer> feed = fx.call(() -> jobs.feed(received::addAll));
        feed.add(1);
        feed.add(2);
        fx.await("both", () -> received.size() == 2);
        assertThat(received).containsExactly(1, 2);
    }

    @Test
    void aRowOfTheListKeepsTheFocusWhileOthersComeAndGo() {
        fx.show(themes -> new TaskPane(jobs));
        BackgroundJob<String> running = fx.call(() -> jobs.submit("running", this::untilOpenOrCancelled));
        fx.await("it runs", () -> running.state() == JobState.RUNNING);
        javafx.scene.Node cancel = fx.call(() -> fx.stage().getScene().getRoot().lookupAll(".button").stream()
                .filter(node -> "Cancel running".equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow());
        fx.run(cancel::requestFocus);
        fx.run(() -> jobs.submitQuietly("small", progress -> "").cancel());
        assertThat(fx.call(cancel::isFocused)).isTrue();
    }
}
