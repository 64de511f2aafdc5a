package lacuna.ui.features;

import java.util.function.DoubleFunction;
import lacuna.features.CorpusSide;
import lacuna.ui.widget.Capital;

/** Every number the table has of a feature: a column, a range of the filter, a field of what is copied. */
public enum Statistic {
    SCORE(
            "CRISP, pp",
            "CRISP score in percentage points: target rate less benign rate, for features whose ratio \u03c1 is at least 3."
                    + " An en dash: CRISP would not take it.",
            84,
            Shown.FIRST,
            100),
    RATIO(
            "Ratio \u03c1",
            "Activation ratio: target sum over benign sum plus 1, each per token of its corpus.",
            62,
            Shown.FIRST,
            1),
    RATE_DIFFERENCE("\u0394 rate, pp", "Target rate less benign rate, percentage points.", 74, Shown.LATER, 100),
    RATE_RATIO("Rate ratio", "Target rate over benign rate.", 76, Shown.LATER, 1),
    RATE_RATIO_LOW(
            "Ratio, low",
            "Lower end of the 95 % interval of the rate ratio, over documents: what the data vouch for.",
            76,
            Shown.LATER,
            1),
    HALVES(
            "Halves, pp",
            "Split-half stability: the smaller of the rate differences in two halves of the documents, drawn with a fixed seed;"
                    + " 0 where the halves disagree.",
            80,
            Shown.LATER,
            100),
    BY_POSITION(
            "By position, %",
            "Share of the rate difference that goes away when both corpora are given the same positions in texts: a feature of"
                    + " beginnings, ends or long texts rather than of the topic.",
            100,
            Shown.LATER,
            100),
    TARGET_RATE(CorpusSide.TARGET, Part.RATE, Shown.FIRST),
    TARGET_RATE_LOW(CorpusSide.TARGET, Part.RATE_LOW, Shown.LATER),
    TARGET_DOCUMENTS(CorpusSide.TARGET, Part.DOCUMENTS, Shown.LATER),
    TARGET_MEAN(CorpusSide.TARGET, Part.MEAN, Shown.LATER),
    TARGET_MAX(CorpusSide.TARGET, Part.MAX, Shown.LATER),
    TARGET_SUM(CorpusSide.TARGET, Part.SUM, Shown.LATER),
    TARGET_COUNT(CorpusSide.TARGET, Part.COUNT, Shown.LATER),
    BENIGN_RATE(CorpusSide.BENIGN, Part.RATE, Shown.FIRST),
    BENIGN_RATE_HIGH(CorpusSide.BENIGN, Part.RATE_HIGH, Shown.LATER),
    BENIGN_DOCUMENTS(CorpusSide.BENIGN, Part.DOCUMENTS, Shown.LATER),
    BENIGN_MEAN(CorpusSide.BENIGN, Part.MEAN, Shown.LATER),
    BENIGN_MAX(CorpusSide.BENIGN, Part.MAX, Shown.LATER),
    BENIGN_SUM(CorpusSide.BENIGN, Part.SUM, Shown.LATER),
    BENIGN_COUNT(CorpusSide.BENIGN, Part.COUNT, Shown.LATER);

    /** Whether its column is there before the user chooses. */
    enum Shown {
        FIRST,
        LATER
    }

    /** A number of one corpus: how its column is headed, what it means, how wide it is and in which multiple it is shown. */
    private enum Part {
        RATE(", %", "Share of the %s tokens at which the feature is on.", 74, 100),
        RATE_LOW(" low, %", "Lower end of the 95 %% interval of the %s rate, over documents.", 94, 100),
        RATE_HIGH(" high, %", "Upper end of the 95 %% interval of the %s rate, over documents.", 98, 100),
        DOCUMENTS(" docs, %", "Share of the %s documents in which the feature is on.", 98, 100),
        MEAN(" mean", "Mean activation over the %s tokens at which it is on.", 96, 1),
        MAX(" max", "Strongest activation on the %s corpus.", 90, 1),
        SUM(" sum", "Sum of the activations on the %s corpus.", 92, 1),
        COUNT(" count", "Number of %s tokens at which it is on.", 98, 1);

        private final String heading;
        private final String help;
        private final double width;
        private final double scale;

        Part(String heading, String help, double width, double scale) {
            this.heading = heading;
            this.help = help;
            this.width = width;
            this.scale = scale;
        }

        double of(CorpusActivity activity) {
            return switch (this) {
                case RATE -> activity.rate();
                case RATE_LOW -> activity.rateInterval().low();
                case RATE_HIGH -> activity.rateInterval().high();
                case DOCUMENTS -> activity.documentRate();
                case MEAN -> activity.mean();
                case MAX -> activity.max();
                case SUM -> activity.sum();
                case COUNT -> activity.count();
            };
        }
    }

    private final String title;
    private final String help;
    private final double width;
    private final Shown shown;
    private final double scale;
    private final @org.jspecify.annotations.Nullable CorpusSide side;
    private final @org.jspecify.annotations.Nullable Part part;

    Statistic(String title, String help, double width, Shown shown, double scale) {
        this.title = title;
        this.help = help;
        this.width = width;
        this.shown = shown;
        this.scale = scale;
        this.side = null;
        this.part = null;
    }

    Statistic(CorpusSide side, Part part, Shown shown) {
        String corpus = side.label();
        this.title = Capital.of(corpus) + part.heading;
        this.help = String.format(part.help, corpus);
        this.width = part.width;
        this.shown = shown;
        this.scale = part.scale;
        this.side = side;
        this.part = part;
    }

    String title() {
        return title;
    }

    String help() {
        return help;
    }

    double width() {
        return width;
    }

    boolean isShownFirst() {
        return shown == Shown.FIRST;
    }

    /** What a value is multiplied by where it is shown or typed: 100 for a share in percent. */
    double scale() {
        return scale;
    }

    /** Style class of its heading: the colour of its corpus, or none. */
    String style() {
        return side == null ? "" : side.label() + "-text";
    }

    /** A read from the columns of the statistics and a little arithmetic; nothing is stored for a row. */
    double of(FeatureRow row) {
        if (side != null && part != null) {
            return part.of(side == CorpusSide.TARGET ? row.target() : row.benign());
        }
        return switch (this) {
            case SCORE -> row.score();
            case RATIO -> row.ratio();
            case RATE_DIFFERENCE -> row.rateDifference();
            case HALVES -> row.agreedDifference();
            case BY_POSITION -> row.positionShare();
            case RATE_RATIO -> row.rateRatio().value();
            case RATE_RATIO_LOW -> row.rateRatio().interval().low();
            default -> throw new IllegalStateException(name());
        };
    }

    /** As a cell shows it, in the user's locale. */
    String text(double value) {
        return writing().apply(value);
    }

    private DoubleFunction<String> writing() {
        if (part != null) {
            return switch (part) {
                case RATE, RATE_LOW, RATE_HIGH, DOCUMENTS -> Numbers::percent;
                case MEAN, MAX -> Numbers::activation;
                case SUM -> Numbers::sum;
                case COUNT -> value -> Numbers.count((long) value);
            };
        }
        return switch (this) {
            case SCORE -> Numbers::score;
            case RATE_DIFFERENCE, HALVES -> Numbers::points;
            case BY_POSITION -> Numbers::percent;
            default -> Numbers::ratio;
        };
    }
}
