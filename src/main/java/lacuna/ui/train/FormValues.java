package lacuna.ui.train;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lacuna.model.LoraConfig;
import lacuna.model.Projection;
import lacuna.selection.CrispMode;
import lacuna.unlearning.ActivationMemory;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.Drift;

/** What stands in the form, and what follows from it. */
record FormValues(CrispMode mode, Set<Projection> projections, ToDoubleFunction<Setting> number) {

    /** What does not fit together, as a sentence for the user; empty if all does. */
    String problem(int blocks) {
        if (projections.isEmpty()) {
            return "Choose at least one projection for the adapter.";
        }
        if (integer(Setting.LAST_BLOCK) >= blocks) {
            return "The model has blocks 0 to " + (blocks - 1) + "; the last adapted block is "
                    + integer(Setting.LAST_BLOCK) + ".";
        }
        if (integer(Setting.FIRST_BLOCK) > integer(Setting.LAST_BLOCK)) {
            return "The first adapted block must not come after the last.";
        }
        if (mode == CrispMode.CODE && number(Setting.BETA) > 1) {
            return "In code mode the retain weight \u03b2 is at most 1.";
        }
        return "";
    }

    /** The settings of a run; call it only where there is no problem. */
    CrispConfig config() {
        return new CrispConfig(
                mode,
                number(Setting.SUPPRESSION),
                number(Setting.ALPHA),
                number(Setting.BETA),
                number(Setting.GAMMA),
                Drift.of(mode),
                lora(),
                number(Setting.LEARNING_RATE),
                integer(Setting.WARMUP),
                number(Setting.GRADIENT_LIMIT),
                1,
                integer(Setting.STEPS),
                integer(Setting.BATCH_SIZE),
                mode == CrispMode.CODE ? 1 : integer(Setting.COHERENCE_BATCH),
                integer(Setting.MAX_TOKENS),
                integer(Setting.SEED),
                integer(Setting.CHECKPOINT_EVERY),
                ActivationMemory.WHOLE);
    }

    private LoraConfig lora() {
        return new LoraConfig(
                integer(Setting.RANK),
                number(Setting.LORA_ALPHA),
                number(Setting.DROPOUT),
                projections,
                IntStream.rangeClosed(integer(Setting.FIRST_BLOCK), integer(Setting.LAST_BLOCK))
                        .boxed()
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private double number(Setting setting) {
        return number.applyAsDouble(setting);
    }

    private int integer(Setting setting) {
        return (int) Math.round(number(setting));
    }
}
