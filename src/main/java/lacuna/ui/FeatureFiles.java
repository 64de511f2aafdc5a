package lacuna.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lacuna.features.FeatureLabels;
import lacuna.features.FeatureRef;
import lacuna.features.FeatureStatistics;
import lacuna.features.LogitLens;
import lacuna.model.HookPoint;
import lacuna.project.FeatureExport;
import lacuna.project.LoadedProject;
import lacuna.project.Marks;
import lacuna.report.FeatureCard;
import lacuna.report.FeatureCards;
import lacuna.report.FeatureLine;
import lacuna.report.FeatureList;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.ui.features.FeatureFile;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.session.OpenProject;

/** Writes features of the open project to files. */
final class FeatureFiles {

    /** What has to be asked of the engine. */
    interface Engine {
        /** Empty ends where the logits of a feature are not to be had. */
        LogitLens lens(HookPoint hook, int feature) throws LacunaException;

        LoadedProject loaded() throws LacunaException;
    }

    private final OpenProject project;
    private final Engine engine;

    FeatureFiles(OpenProject project, Engine engine) {
        this.project = project;
        this.engine = engine;
    }

    static List<FeatureRef> refs(List<FeatureKey> keys) {
        return keys.stream()
                .map(key -> new FeatureRef(key.hook(), key.feature()))
                .toList();
    }

    void write(
            FeatureFile form,
            List<FeatureKey> keys,
            FeatureStatistics statistics,
            Marks marks,
            Path file,
            Progress progress)
            throws LacunaException {
        FeatureExport export = FeatureExport.of(
                project.project(), marks, FeatureLabels.read(project.project().labelsFolder()));
        FeatureCards cards = new FeatureCards(statistics, export.source(statistics), project::piece);
        switch (form) {
            case CSV -> list(cards, export, statistics, keys, progress).writeCsv(file);
            case JSON -> list(cards, export, statistics, keys, progress).writeJson(file);
            case MARKED_VECTORS, SELECTED_VECTORS -> export.writeVectors(engine.loaded(), refs(keys), file, progress);
            case PAGE -> card(cards, export, keys.get(0)).writeHtml(file);
            case CARD -> card(cards, export, keys.get(0)).writeJson(file);
        }
    }

    private FeatureCard card(FeatureCards cards, FeatureExport export, FeatureKey key) throws LacunaException {
        return cards.card(
                key.hook(),
                key.feature(),
                export.opinion(key.hook(), key.feature()),
                engine.lens(key.hook(), key.feature()));
    }

    private FeatureList list(
            FeatureCards cards,
            FeatureExport export,
            FeatureStatistics statistics,
            List<FeatureKey> keys,
            Progress progress)
            throws LacunaException {
        List<FeatureLine> lines = new ArrayList<>();
        for (FeatureKey key : keys) {
            progress.check();
            lines.add(cards.line(key.hook(), key.feature(), export.opinion(key.hook(), key.feature())));
        }
        return new FeatureList(export.source(statistics), lines);
    }
}
