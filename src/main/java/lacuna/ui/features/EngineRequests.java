package lacuna.ui.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.util.Duration;
import lacuna.features.CoActivation;
import lacuna.features.map.FeatureMap;
import lacuna.model.HookPoint;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.task.JobState;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import org.jspecify.annotations.Nullable;

/** What the place asks of the engine about the open project, and where the answers go. JavaFX thread only. */
final class EngineRequests {

    private static final int NEIGHBOURS = 8;

    private final Jobs jobs;
    private final FeaturesModel model;
    private final LatestOnly logits;
    private final LatestOnly neighbours;
    private final LatestOnly others;
    private final LatestOnly together;
    private @Nullable FeaturesPort port;
    private @Nullable BackgroundJob<?> mapping;
    private @Nullable BackgroundJob<?> previewing;
    private boolean counting;

    /** @param gather how long a selection must rest before the engine is asked about it */
    EngineRequests(Jobs jobs, FeaturesModel model, Duration gather) {
        this.jobs = jobs;
        this.model = model;
        this.logits = new LatestOnly(jobs, gather);
        this.neighbours = new LatestOnly(jobs, gather);
        this.others = new LatestOnly(jobs, gather);
        this.together = LatestOnly.aside(jobs);
    }

    /** Answers that are still to come from another project are dropped. */
    void open(@Nullable FeaturesPort opened) {
        cancel();
        giveUpMap();
        port = opened;
    }

    void cancel() {
        logits.cancel();
        neighbours.cancel();
        others.cancel();
        together.cancel();
        counting = false;
    }

    /** Shows the evidence for a row at once, and its logits and neighbours when they are there; or nothing for none. */
    void select(@Nullable FeatureRow row) {
        cancel();
        FeaturesPort from = port;
        FeatureTable table = model.table();
        if (row == null || from == null || table == null) {
            model.setSelected(null, null);
            return;
        }
        FeatureKey key = row.key();
        model.setSelected(row, table.evidence(key));
        logits.request("Logits of " + key, progress -> from.logits(key, progress), model::setLogits);
        neighbours.request("Neighbours of " + key, progress -> from.neighbours(key, progress), model::setNeighbours);
        lookElsewhere(from, key);
    }

    /** Looks for features that are on at the same tokens as the one selected; without the engine, but all features are looked at. */
    void findTogether() {
        FeatureTable table = model.table();
        FeatureRow row = model.selectedProperty().get();
        if (table == null || row == null || counting) {
            return;
        }
        counting = true;
        together.request(
                "Features on at the same tokens",
                progress -> CoActivation.of(table.statistics(), row.hook(), row.feature(), NEIGHBOURS),
                model::setTogether);
    }

    private void lookElsewhere(FeaturesPort from, FeatureKey key) {
        others.request("Neighbours of " + key, progress -> from.otherMatches(key, progress), model::setOthers);
    }

    /**
     * Looks for the features of a dictionary in another SAE from now on, beginning with the one selected.
     *
     * @param sae its folder; none to look no longer
     */
    void chooseOther(HookPoint hook, Optional<Path> sae) {
        FeaturesPort from = port;
        if (from == null) {
            return;
        }
        jobs.submitQuietly("Choose another SAE for " + hook, progress -> {
                    if (sae.isPresent()) {
                        from.chooseOther(hook, sae.get(), progress);
                    } else {
                        from.forgetOther(hook, progress);
                    }
                    return hook;
                })
                .onSuccess(done -> {
                    sae.ifPresent(
                            folder -> model.setMessage("Neighbours now look in " + folder.getFileName() + " as well"));
                    FeatureRow selected = model.selectedProperty().get();
                    if (port == from && selected != null) {
                        lookElsewhere(from, selected.key());
                    }
                });
    }

    /** Reads a text with the model. */
    void read(String text) {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submit("Read a text", progress -> from.read(text, progress)).onSuccess(read -> {
                if (port == from) {
                    model.setTried(read);
                }
            });
        }
    }

    /** Continues a prompt with and without the features clamped; a preview before this one is given up. */
    void preview(PreviewRequest request) {
        FeaturesPort from = port;
        if (from == null) {
            return;
        }
        giveUpPreview();
        BackgroundJob<PreviewResult> job =
                jobs.submit("Preview of clamping", progress -> from.preview(request, progress));
        previewing = job;
        job.onSuccess(result -> {
            if (previewing == job) {
                model.setPreview(new Previewed(request, result));
            }
        });
    }

    void clearPreview() {
        giveUpPreview();
        model.setPreview(null);
    }

    private void giveUpPreview() {
        BackgroundJob<?> before = previewing;
        previewing = null;
        if (before != null) {
            before.cancel();
        }
    }

    private void giveUpMap() {
        BackgroundJob<?> before = mapping;
        mapping = null;
        if (before != null) {
            before.cancel();
        }
    }

    /** Lays features out by their directions; a request before this one is given up. */
    void map(MapRequest request) {
        FeaturesPort from = port;
        if (from == null) {
            return;
        }
        giveUpMap();
        if (request.features().isEmpty()) {
            model.setMap(new MapState.Nothing("No feature is " + request.of().word() + "."));
            return;
        }
        BackgroundJob<FeatureMap> job = jobs.submit("Map of features", progress -> from.map(request, progress));
        mapping = job;
        job.outcome(map -> String.format("%,d features laid out", map.features().size()));
        if (!job.state().isEnded()) {
            model.setMap(new MapState.Running(job));
        }
        job.onSuccess(map -> {
            if (mapping == job) {
                model.setMap(new MapState.Ready(request, map));
            }
        });
        job.onEnd(() -> {
            if (mapping == job && !(model.mapProperty().get() instanceof MapState.Ready)) {
                model.setMap(new MapState.Nothing(
                        job.state() == JobState.FAILED
                                ? job.outcomeProperty().get()
                                : "Cancelled. The arrow above draws it again."));
            }
        });
    }

    List<String> prompts() {
        return port == null ? List.of() : port.prompts();
    }

    String piece(int tokenId) {
        return port == null ? "" : port.piece(tokenId);
    }
}
