package lacuna.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the blocks of a model attend. A score is scale &middot; q&middot;k, put through c tanh(score / c) where there is a soft cap c.
 *
 * @param rope rotary embeddings of blocks that see everything before them
 * @param localRope rotary embeddings of sliding blocks; only Gemma 3's differ
 * @param rotaryWidth leading dimensions of a head that turn; 0 where positions are learned
 * @param window positions a sliding block sees, its own included
 * @param sliding blocks that see only the window
 * @param scale on q&middot;k
 * @param softCap c; 0 for none
 */
public record Attention(
        RopeScaling rope,
        RopeScaling localRope,
        int rotaryWidth,
        int window,
        Set<Integer> sliding,
        double scale,
        double softCap) {

    public Attention {
        sliding = Collections.unmodifiableSet(new TreeSet<>(sliding));
    }

    /** Every block sees everything, every dimension turns, scores are divided by sqrt(headWidth). */
    public static Attention full(RopeScaling rope, int headWidth) {
        return new Attention(rope, rope, headWidth, 0, Set.of(), 1 / Math.sqrt(headWidth), 0);
    }

    Attention sliding(int positions, Set<Integer> blocks) {
        return new Attention(rope, localRope, rotaryWidth, positions, blocks, scale, softCap);
    }

    Attention scaled(double factor, double cap) {
        return new Attention(rope, localRope, rotaryWidth, window, sliding, factor, cap);
    }

    Attention local(RopeScaling other) {
        return new Attention(rope, other, rotaryWidth, window, sliding, scale, softCap);
    }

    Attention turning(int dimensions) {
        return new Attention(rope, localRope, dimensions, window, sliding, scale, softCap);
    }

    /** Positions a block sees, its own included; 0 for all. */
    int window(int block) {
        return sliding.contains(block) ? window : 0;
    }
}
