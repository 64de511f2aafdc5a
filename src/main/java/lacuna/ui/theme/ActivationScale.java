package lacuna.ui.theme;

import javafx.scene.paint.Color;

/**
 * From no activation (the background itself) to the strongest, in one hue. Steps are even to the eye: lightness and chroma move
 * on a straight line in OKLab (Bjorn Ottosson's perceptual space), and the lightness step alone carries the value, so the scale
 * reads without colour vision.
 */
public final class ActivationScale {

    /** Which hue: orange for the target corpus, blue for the benign one, as in {@link SeriesColor}. */
    public enum Hue {
        TARGET(52),
        BENIGN(248);

        private final double degrees;

        Hue(double degrees) {
            this.degrees = degrees;
        }
    }

    private record End(double lightness, double chroma) {}

    private final End zero;
    private final End one;
    private final double radians;

    public ActivationScale(Hue hue, Theme theme) {
        this.radians = Math.toRadians(hue.degrees);
        this.zero = theme == Theme.LIGHT ? new End(0.985, 0.012) : new End(0.245, 0.012);
        this.one = theme == Theme.LIGHT ? new End(0.68, 0.155) : new End(0.66, 0.150);
    }

    /** @param share value over maximum; clamped to 0..1 */
    public Color at(double share) {
        double t = Math.max(0, Math.min(1, share));
        double lightness = zero.lightness + t * (one.lightness - zero.lightness);
        double chroma = zero.chroma + t * (one.chroma - zero.chroma);
        return oklch(lightness, chroma, radians);
    }

    /** A text colour that reads on {@link #at}: at least 4.5 to 1. */
    public Color textOn(double share) {
        Color background = at(share);
        return contrast(background, Color.BLACK) >= contrast(background, Color.WHITE) ? Color.BLACK : Color.WHITE;
    }

    /** WCAG contrast ratio, 1 to 21. */
    public static double contrast(Color a, Color b) {
        double la = luminance(a) + 0.05;
        double lb = luminance(b) + 0.05;
        return la > lb ? la / lb : lb / la;
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static double gamma(double channel) {
        double c = channel <= 0.0031308 ? 12.92 * channel : 1.055 * Math.pow(channel, 1 / 2.4) - 0.055;
        return Math.max(0, Math.min(1, c));
    }

    /** OKLCh to sRGB; the constants are those of the definition of OKLab. */
    private static Color oklch(double lightness, double chroma, double hue) {
        double a = chroma * Math.cos(hue);
        double b = chroma * Math.sin(hue);
        double l = Math.pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return Color.color(
                gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                gamma(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }
}
