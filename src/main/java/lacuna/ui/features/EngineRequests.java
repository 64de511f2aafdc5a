package lacuna.ui.features;

import java.util.List;
import javafx.util.Duration;
import lacuna.ui.task.Jobs;
import lacuna.ui.task.LatestOnly;
import org.jspecify.annotations.Nullable;

/** What the place asks of the engine about the open project, and where the answers go. JavaFX thread only. */
final class EngineRequests {

    private final Jobs jobs;
    private final FeaturesModel model;
    private final LatestOnly logits;
    private final LatestOnly neighbours;
    private @Nullable FeaturesPort port;

    /** @param gather how long a selection must rest before the engine is asked about it */
    EngineRequests(Jobs jobs, FeaturesModel model, Duration gather) {
        this.jobs = jobs;
        this.model = model;
        this.logits = new LatestOnly(jobs, gather);
        this.neighbours = new LatestOnly(jobs, gather);
    }

    /** Answers that are still to come from another project are dropped. */
    void open(@Nullable FeaturesPort opened) {
        cancel();
        port = opened;
    }

    void cancel() {
        logits.cancel();
        neighbours.cancel();
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

    /** Continues a prompt with and without the features clamped. */
    void preview(PreviewRequest request) {
        FeaturesPort from = port;
        if (from != null) {
            jobs.submit("Preview of clamping", progress -> from.preview(request, progress))
                    .onSuccess(result -> {
                        if (port == from) {
                            model.setPreview(result);
                        }
                    });
        }
    }

    List<String> prompts() {
        return port == null ? List.of() : port.prompts();
    }

    String piece(int tokenId) {
        return port == null ? "" : port.piece(tokenId);
    }
}
