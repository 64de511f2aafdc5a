package lacuna.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.features.KeptPassages.Kept;
import lacuna.features.KeptPassages.Order;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/** Passages of all features as a few flat tensors, in the order of feature, then rank. */
final class PassageTable {

    /** Columns of {@code .places}: document, position, first position shown, end, number of activations. */
    private static final int COLUMNS = 5;

    private PassageTable() {}

    static void write(SafetensorsWriter writer, String name, KeptPassages passages) {
        List<Kept> all = new ArrayList<>();
        int[] perFeature = new int[passages.features()];
        int numbers = 0;
        for (int f = 0; f < perFeature.length; f++) {
            perFeature[f] = passages.kept(f).size();
            all.addAll(passages.kept(f));
        }
        for (Kept kept : all) {
            numbers += kept.on().length;
        }
        int[] places = new int[COLUMNS * all.size()];
        float[] value = new float[all.size()];
        int[] on = new int[numbers];
        int at = 0;
        for (int i = 0; i < all.size(); i++) {
            Kept kept = all.get(i);
            int[] place = {kept.document(), kept.position(), kept.first(), kept.end(), kept.on().length / 2};
            System.arraycopy(place, 0, places, COLUMNS * i, COLUMNS);
            value[i] = kept.value();
            System.arraycopy(kept.on(), 0, on, at, kept.on().length);
            at += kept.on().length;
        }
        writer.ints(name + ".passages", perFeature, perFeature.length)
                .ints(name + ".places", places, all.size(), COLUMNS)
                .floats(name + ".value", value, value.length)
                .ints(name + ".on", on, on.length / 2, 2)
                .metadata(name + ".limit", Integer.toString(passages.limit()));
    }

    static KeptPassages read(Safetensors saved, String name, Order order, int features, CorpusTokens corpus)
            throws LacunaException {
        saved.require(name + ".passages", features);
        int[] perFeature = ints(saved, name + ".passages");
        int[] places = ints(saved, name + ".places");
        float[] value = saved.floats(name + ".value");
        int[] on = ints(saved, name + ".on");
        int limit = Integer.parseInt(saved.metadata().getOrDefault(name + ".limit", "0"));
        KeptPassages passages = new KeptPassages(order, features, limit, corpus);
        if (Arrays.stream(perFeature).asLongStream().sum() != value.length || places.length != COLUMNS * value.length) {
            throw damaged(saved, name);
        }
        int next = 0;
        int at = 0;
        for (int f = 0; f < features; f++) {
            for (int rank = 0; rank < perFeature[f]; rank++, next++) {
                int[] place = Arrays.copyOfRange(places, COLUMNS * next, COLUMNS * (next + 1));
                int end = at + 2 * place[4];
                if (place[4] < 0 || end > on.length) {
                    throw damaged(saved, name);
                }
                Kept kept =
                        new Kept(place[0], place[1], place[2], place[3], value[next], Arrays.copyOfRange(on, at, end));
                if (!fits(kept, corpus)) {
                    throw damaged(saved, name);
                }
                passages.add(f, kept);
                at = end;
            }
        }
        return passages;
    }

    private static boolean fits(Kept kept, CorpusTokens corpus) {
        if (!corpus.holds(kept.document(), kept.first(), kept.end())
                || kept.position() < kept.first()
                || kept.position() >= kept.end()) {
            return false;
        }
        for (int i = 0; i < kept.on().length; i += 2) {
            if (kept.on()[i] < kept.first() || kept.on()[i] >= kept.end()) {
                return false;
            }
        }
        return true;
    }

    private static LacunaException damaged(Safetensors saved, String name) {
        return new LacunaException("The passages of " + name + " in " + saved.file()
                + " contradict each other. The file is damaged; delete it and collect the statistics again.");
    }

    static int[] ints(Safetensors saved, String name) throws LacunaException {
        return Arrays.stream(saved.longs(name)).mapToInt(value -> (int) value).toArray();
    }
}
