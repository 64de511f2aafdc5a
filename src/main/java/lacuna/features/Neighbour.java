package lacuna.features;

import java.util.List;
import lacuna.model.HookPoint;

/**
 * A feature that resembles another.
 *
 * @param value how much: 1 for the same
 */
public record Neighbour(HookPoint hook, int feature, double value) {

    /** Puts it into a list of at most so many, the most alike first; of equals the earlier stays ahead. */
    static void keep(List<Neighbour> nearest, Neighbour candidate, int count) {
        if (nearest.size() == count && candidate.value <= nearest.get(count - 1).value) {
            return;
        }
        int place = nearest.size();
        while (place > 0 && nearest.get(place - 1).value < candidate.value) {
            place--;
        }
        nearest.add(place, candidate);
        if (nearest.size() > count) {
            nearest.remove(count);
        }
    }
}
