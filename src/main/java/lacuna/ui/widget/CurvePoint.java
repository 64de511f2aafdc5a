package lacuna.ui.widget;

/** A point of a curve, in the units of the chart's axes. */
public record CurvePoint(double x, double y) {}
