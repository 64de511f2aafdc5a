package lacuna.features.map;

/**
 * Places in the plane, in no unit.
 *
 * @param x [n]
 * @param y [n]
 */
public record MapPlaces(float[] x, float[] y) {

    public int size() {
        return x.length;
    }
}
