package lacuna.ui.features;

import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.stats.Interval;
import lacuna.ui.theme.Icon;
import lacuna.ui.theme.ThemeManager;
import lacuna.ui.widget.CopyText;
import lacuna.ui.widget.EmptyState;
import lacuna.ui.widget.MetricCard;
import lacuna.ui.widget.OverlaidHistogram;
import org.jspecify.annotations.Nullable;

/** The evidence for one feature: numbers with their intervals, activations of both corpora, passages, logits, and where it is from. */
final class FeatureDetail {

    private final FeaturesModel model;
    private final StackPane root = new StackPane();
    private final BorderPane page = new BorderPane();
    private final Region nothing = new EmptyState(
            Icon.SEARCH,
            "No feature selected",
            "Choose a row of the table, or a dot of the scatter, to read its evidence.");
    private final DetailHeader header;
    private final MetricCard target = new MetricCard("Target rate");
    private final MetricCard benign = new MetricCard("Benign rate");
    private final MetricCard ratio = new MetricCard("Rate ratio");
    private final OverlaidHistogram histogram;
    private final LogitsPane logits;
    private final EvidenceTabs evidence;
    private final CopyText provenance = new CopyText("Where the numbers come from", CopyText.Cut.END);
    private final Subscription subscriptions;

    FeatureDetail(FeaturesModel model, FeaturesActions actions, ThemeManager themes) {
        this.model = model;
        header = new DetailHeader(model, actions);
        histogram = new OverlaidHistogram(themes, "Activation", "Tokens per 1,000");
        logits = new LogitsPane(themes);
        evidence = new EvidenceTabs(model, actions, themes);
        build();
        subscriptions = Subscription.combine(
                model.selectedProperty().subscribe(this::show),
                model.logitsProperty().subscribe(logits::show));
    }

    Region root() {
        return root;
    }

    void focusLabel() {
        header.focusLabel();
    }

    void focusTags() {
        header.focusTags();
    }

    void openNote() {
        header.openNote();
    }

    void commit() {
        header.commit();
    }

    void close() {
        subscriptions.unsubscribe();
        header.close();
        evidence.close();
    }

    private void build() {
        HBox cards = new HBox(target, benign, ratio);
        cards.getStyleClass().add("detail-cards");
        cards.getChildren().forEach(card -> {
            HBox.setHgrow(card, Priority.ALWAYS);
            ((Region) card).setPrefWidth(10);
        });
        HBox charts = new HBox(histogram, logits.root());
        charts.getStyleClass().add("detail-charts");
        HBox.setHgrow(histogram, Priority.ALWAYS);
        VBox top = new VBox(header.root(), cards, charts);
        top.getStyleClass().add("detail-top");
        provenance.getStyleClass().add("provenance");
        provenance.setId("provenance");
        page.setTop(top);
        page.setCenter(evidence.root());
        page.setBottom(provenance);
        page.getStyleClass().add("feature-detail");
        root.setMinWidth(420);
    }

    private void show(@Nullable FeatureRow row) {
        FeatureEvidence read = model.evidenceProperty().get();
        if (row == null || read == null) {
            root.getChildren().setAll(nothing);
            return;
        }
        header.show(row);
        showCorpus(target, row.target());
        showCorpus(benign, row.benign());
        showRatio(row);
        FeatureTable table = model.table();
        if (table != null) {
            provenance.show(table.provenance().line(row.hook(), table.statistics()));
        }
        histogram.show(read.edges(), read.targetBins(), read.benignBins());
        evidence.show(row);
        root.getChildren().setAll(page);
    }

    private static void showCorpus(MetricCard card, CorpusActivity activity) {
        card.setValue(Numbers.percentPrecise(activity.rate()), "%");
        Interval interval = activity.rateInterval();
        String ends = Numbers.percentShort(interval.low()) + "\u2013" + Numbers.percentShort(interval.high());
        boolean counted = activity.allDocuments() > 0;
        card.setDelta(
                counted ? String.format("%s  %,d docs", ends, activity.documents()) : ends, MetricCard.Tone.NEUTRAL);
        Tips.set(
                card,
                counted
                        ? String.format(
                                "Active on %,d tokens, in %,d of %,d documents.\nThe interval is of 95 %% over documents, for tokens of"
                                        + " one document resemble each other. Mean activation is over the tokens at which the"
                                        + " feature is on.",
                                activity.count(), activity.documents(), activity.allDocuments())
                        : String.format(
                                "Active on %,d tokens.\nThe interval is of 95 %% as if tokens were independent, for documents were not"
                                        + " counted. Mean activation is over the tokens at which the feature is on.",
                                activity.count()));
    }

    private void showRatio(FeatureRow row) {
        ratio.setValue(Numbers.ratioShort(row.rateRatio().value()), "\u00d7");
        Interval interval = row.rateRatio().interval();
        ratio.setDelta(
                Numbers.ratioShort(interval.low()) + "\u2013" + Numbers.ratioShort(interval.high()) + "   \u03c1 "
                        + Numbers.ratioShort(row.ratio()),
                MetricCard.Tone.NEUTRAL);
        Tips.set(
                ratio,
                "Target rate over benign rate with its 95 % interval over documents (half a count added).\n"
                        + "\u03c1 is the ratio of the summed activations, on which CRISP's \u03c4 is set.");
    }
}
