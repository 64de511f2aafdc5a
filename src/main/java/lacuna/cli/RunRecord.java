package lacuna.cli;

import java.util.List;
import lacuna.cli.RunRecordOptions.Part;
import lacuna.evaluation.FeatureEffects;
import lacuna.evaluation.FeatureEffects.FeatureEffect;
import lacuna.evaluation.FeatureEffects.LayerEffect;
import lacuna.project.LoadedProject;
import lacuna.project.RunFolder;
import lacuna.project.RunJob;
import lacuna.project.RunMeasures;
import lacuna.project.TextMeasures;
import lacuna.run.LacunaException;

/** Measures a run before and after into its folder, and says what came of it. */
final class RunRecord {

    private static final int SHOWN = 5;

    private final RunRecordOptions options;
    private final Console console;
    private final RunFolder folder;

    RunRecord(RunRecordOptions options, Console console) {
        this.options = options;
        this.console = console;
        this.folder = RunFolder.at(options.folder());
    }

    void measure(LoadedProject loaded) throws LacunaException {
        TextMeasures asked = options.texts();
        RunMeasures measures = new RunMeasures(loaded, folder);
        RunJob job = new RunJob(loaded, folder);
        boolean isMissing = options.wants(Part.QUESTIONS) && !job.isEvaluated();
        if (isMissing || options.names(Part.QUESTIONS)) {
            job.evaluate(console.progress());
        }
        if (options.wants(Part.FEATURES)) {
            print(measures.features(console.progress()));
        }
        if (options.wants(Part.TEXTS)) {
            new TextMetricsPrint(console).print(measures.texts(asked, console.progress()));
        }
        console.print("Kept in %s", folder.folder());
    }

    private void print(FeatureEffects effects) {
        console.print(
                "Features on %s (%d tokens) and %s (%d tokens)",
                effects.target().corpus(),
                effects.target().tokens(),
                effects.benign().corpus(),
                effects.benign().tokens());
        console.print("%-18s %22s %22s %12s", "", "explained, target", "explained, benign", "suppressed");
        for (LayerEffect layer : effects.layers()) {
            console.print(
                    "%-18s %10.3f -> %8.3f %10.3f -> %8.3f %12d",
                    layer.layer(),
                    layer.target().before().varianceExplained(),
                    layer.target().after().varianceExplained(),
                    layer.benign().before().varianceExplained(),
                    layer.benign().after().varianceExplained(),
                    layer.suppressed());
        }
        print("Suppressed", effects.suppressed());
        print("Others that moved most", effects.moved());
        print("Benign ones that fell", effects.benignFallen());
    }

    private void print(String title, List<FeatureEffect> effects) {
        if (effects.isEmpty()) {
            return;
        }
        console.print("%-26s %10s %10s   %10s %10s", title, "target", "after", "benign", "after");
        for (FeatureEffect effect : effects.subList(0, Math.min(SHOWN, effects.size()))) {
            console.print(
                    "%-26s %9.2f%% %9.2f%%   %9.2f%% %9.2f%%",
                    effect.layer() + " " + effect.feature(),
                    100 * effect.target().rateBefore(),
                    100 * effect.target().rateAfter(),
                    100 * effect.benign().rateBefore(),
                    100 * effect.benign().rateAfter());
        }
        if (effects.size() > SHOWN) {
            console.print("%-26s and %d more in %s", "", effects.size() - SHOWN, RunMeasures.FEATURE_EFFECTS);
        }
    }
}
