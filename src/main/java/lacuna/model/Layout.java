package lacuna.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lacuna.run.LacunaException;

/**
 * Names and shapes of a model's tensors, in the order its kernels take them.
 *
 * @param roots prefixes under which the tensors may lie in a file; names carry the first
 * @param layers number of blocks, all alike
 * @param embedding token table, and the table of positions where they are learned
 * @param blocks prefix of a block without its number, "model.layers."
 * @param block tensors of one block, by their names inside it
 * @param finalNorm gain, and bias where there is one
 * @param head [vocabulary, d_model]; the token table itself when tied
 */
record Layout(
        List<String> roots,
        int layers,
        List<Parameter> embedding,
        String blocks,
        List<Parameter> block,
        List<Parameter> finalNorm,
        Parameter head) {

    /** The tensors of a block, with full names. */
    List<Parameter> block(int index) {
        return block.stream().map(p -> p.in(blocks + index + ".")).toList();
    }

    /** Every tensor by its full name: embedding, blocks, final norm, head unless tied. */
    Map<String, Parameter> all() {
        List<Parameter> all = new ArrayList<>(embedding);
        for (int index = 0; index < layers; index++) {
            all.addAll(block(index));
        }
        all.addAll(finalNorm);
        all.add(head);
        Map<String, Parameter> named = new LinkedHashMap<>();
        all.forEach(p -> named.putIfAbsent(p.name(), p));
        return named;
    }

    /** Names a tensor may have in a file, the usual one first. */
    List<String> spellings(String name) {
        String root = roots.get(0);
        return name.startsWith(root)
                ? roots.stream().map(r -> r + name.substring(root.length())).toList()
                : List.of(name);
    }

    /** The adaptable maps of a block, in the order of the kernel's LoRA slots. */
    List<Parameter> projections() {
        return block.stream().filter(p -> p.projection() != null).toList();
    }

    /** Where a projection's weight stands among the block's tensors. */
    Parameter of(Projection projection) {
        return block.stream()
                .filter(p -> p.projection() == projection)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no projection " + projection));
    }

    /**
     * What is adapted here when these are asked for: q, k and v together mean a family's fused map, and the fused map means all three;
     * a gate is left out where the MLP has none.
     *
     * @throws LacunaException if nothing is left, or only a part of a fused map is asked for
     */
    EnumSet<Projection> adapted(Set<Projection> wanted) throws LacunaException {
        EnumSet<Projection> here = projections().stream()
                .map(p -> java.util.Objects.requireNonNull(p.projection()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Projection.class)));
        EnumSet<Projection> adapted = EnumSet.copyOf(wanted);
        EnumSet<Projection> parts = EnumSet.of(Projection.Q, Projection.K, Projection.V);
        if (adapted.contains(Projection.QKV)) {
            adapted.addAll(parts);
        }
        if (here.contains(Projection.QKV) && adapted.containsAll(parts)) {
            adapted.add(Projection.QKV);
        } else if (here.contains(Projection.QKV) && adapted.stream().anyMatch(parts::contains)) {
            throw new LacunaException("This model keeps q, k and v in one map, which LoRA adapts as a whole. Choose all"
                    + " three of them, or none.");
        }
        adapted.retainAll(here);
        if (adapted.isEmpty()) {
            throw new LacunaException("This model has none of the projections " + wanted + "; it has " + here + ".");
        }
        return adapted;
    }

    /** Number of values in all tensors. */
    long parameters() {
        return all().values().stream().mapToLong(p -> p.shape().size()).sum();
    }
}
