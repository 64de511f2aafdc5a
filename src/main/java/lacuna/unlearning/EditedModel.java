package lacuna.unlearning;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import lacuna.model.Forward;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.LoraAdapter;
import lacuna.model.Pass;
import lacuna.model.Start;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.text.TokenBatch;
import org.jspecify.annotations.Nullable;

/** A model with and without its adapter, on the same texts: what is the same in both runs once. */
final class EditedModel {

    /** How far a pass goes. */
    enum End {
        AT_LAST_SITE,
        AFTER_FINAL_NORM
    }

    /** Activations that a pass handed out, f32. */
    interface Taps {

        /** [rows, width of their batch, width at the site] */
        NDArray at(HookPoint site, Rows rows);

        /** [batch, pos, d_model] after the final norm. */
        NDArray finalState();
    }

    /** Activations of the edited model, from which gradients run back into the adapter. */
    interface Traced extends Taps {

        /** A loss of these activations, weighted as in the total. */
        void add(NDArray loss);

        /** Adds the gradient of the sum of the losses to the adapter's; does nothing if there are none. Used once, at the end. */
        void backward();
    }

    private final LanguageModel model;
    private final LoraAdapter adapter;
    private final Set<Saving> savings;
    private final boolean dropout;
    private final int first;
    private final ActivationMemory memory;

    /** @param memory how passes with gradients are cut */
    EditedModel(LanguageModel model, LoraAdapter adapter, ActivationMemory memory, Set<Saving> savings) {
        this.model = model;
        this.adapter = adapter;
        this.savings = savings;
        this.dropout = adapter.config().dropout() > 0;
        this.first = adapter.config().blocks().first();
        this.memory = memory;
    }

    /** The texts of one pass; arrays belong to the innermost scope. */
    Texts texts(TokenBatch batch, Collection<HookPoint> sites, End end) {
        return new Texts(batch, sites, end);
    }

    /** Both passes over some texts. */
    final class Texts {

        private final NDArray ids;
        private final TokenBatch batch;
        private final Pass upper;
        private final Map<HookPoint, NDArray> lower = new HashMap<>();
        private final @Nullable Start start;
        private @Nullable Taps frozen;

        private Texts(TokenBatch batch, Collection<HookPoint> sites, End end) {
            this.batch = batch;
            this.ids = model.ids(batch);
            Set<HookPoint> above = new TreeSet<>(sites);
            boolean shared = savings.contains(Saving.SHARE_LOWER_BLOCKS) && first > 0;
            this.start = shared || memory.isBounded() ? start(above) : null;
            above.removeAll(lower.keySet());
            this.upper = pass(above, end);
        }

        /** Runs the blocks that no adapter touches, and takes what is tapped there. */
        private Start start(Set<HookPoint> sites) {
            Set<HookPoint> taps = new TreeSet<>();
            sites.stream().filter(site -> site.boundary() <= first).forEach(taps::add);
            HookPoint boundary = HookPoint.residPre(first);
            taps.add(boundary);
            Forward forward = Tape.paused(
                    () -> inScope(() -> model.forward(ids, Pass.residuals(taps), null), Pass.residuals(taps)));
            taps.forEach(tap -> lower.put(tap, forward.residual(tap)));
            return new Start(first, forward.residual(boundary));
        }

        private Pass pass(Set<HookPoint> taps, End end) {
            boolean whole = end == End.AFTER_FINAL_NORM || !savings.contains(Saving.STOP_EARLY);
            return new Pass(taps, whole, !savings.contains(Saving.SKIP_HEAD), null, false);
        }

        /** What the model without adapter says about these rows; one pass serves all of them, unless some need none. */
        Taps frozen(Rows rows) {
            if (frozen == null) {
                // nothing is kept of a pass without gradients, so there is nothing to recompute
                ActivationMemory kept = new ActivationMemory(memory.microBatch(), Activations.KEEP);
                frozen = kept.isBounded() ? bounded(upper, kept) : new Plain(inScope(() -> run(upper), upper), null);
            }
            return frozen;
        }

        Traced edited(Tape tape) {
            Pass with = dropout ? upper.with(adapter).training() : upper.with(adapter);
            if (memory.isBounded()) {
                return bounded(with, memory).traced(tape);
            }
            return writtenOut(with, tape).orElseGet(() -> new Plain(run(with), tape));
        }

        private Optional<Traced> writtenOut(Pass pass, Tape tape) {
            if (start == null || !savings.contains(Saving.OWN_GRADIENTS)) {
                return Optional.empty();
            }
            End end = pass.finalState() ? End.AFTER_FINAL_NORM : End.AT_LAST_SITE;
            return model.trace(start, ids, pass)
                    .map(blocks -> new WrittenOutPass(model, tape, ids, blocks, lower, pass.taps(), end));
        }

        private BoundedPass bounded(Pass pass, ActivationMemory kept) {
            return new BoundedPass(model, ids, Objects.requireNonNull(start), lower, pass, kept);
        }

        private Forward run(Pass pass) {
            return start == null ? model.forward(ids, pass, null) : model.forwardFrom(start, ids, pass);
        }

        private final class Plain implements Traced {

            private final Forward forward;
            private final @Nullable Tape tape;
            private final List<NDArray> losses = new ArrayList<>();

            /** @param tape null for a pass without gradients */
            Plain(Forward forward, @Nullable Tape tape) {
                this.forward = forward;
                this.tape = tape;
            }

            @Override
            public NDArray at(HookPoint site, Rows rows) {
                NDArray below = lower.get(site);
                return rows.of(below == null ? forward.residual(site) : below);
            }

            @Override
            public NDArray finalState() {
                return forward.finalState();
            }

            @Override
            public void add(NDArray loss) {
                losses.add(loss);
            }

            @Override
            public void backward() {
                losses.stream().reduce(NDArray::add).ifPresent(Objects.requireNonNull(tape)::backward);
            }
        }
    }

    /** Runs a pass in a scope of its own, so that only what it hands out stays. */
    private static Forward inScope(Supplier<Forward> run, Pass pass) {
        try (Scope scope = Scope.open()) {
            Forward forward = run.get();
            pass.taps().forEach(tap -> scope.keep(forward.residual(tap)));
            if (pass.finalState()) {
                scope.keep(forward.finalState());
            }
            return forward;
        }
    }
}
