package lacuna.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lacuna.run.LacunaException;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;

/** Passages of all features as a few flat tensors, in the order of feature, then rank. */
final class PassageTable {

    private PassageTable() {}

    static void write(SafetensorsWriter writer, String name, TopPassages passages) {
        List<Passage> all = new ArrayList<>();
        int[] perFeature = new int[passages.features()];
        int tokens = 0;
        for (int f = 0; f < perFeature.length; f++) {
            perFeature[f] = passages.of(f).size();
            all.addAll(passages.of(f));
        }
        for (Passage passage : all) {
            tokens += passage.tokenIds().length;
        }
        int[] document = new int[all.size()];
        int[] first = new int[all.size()];
        int[] length = new int[all.size()];
        float[] peak = new float[all.size()];
        int[] ids = new int[tokens];
        float[] activations = new float[tokens];
        int at = 0;
        for (int i = 0; i < all.size(); i++) {
            Passage passage = all.get(i);
            document[i] = passage.document();
            first[i] = passage.firstPosition();
            length[i] = passage.tokenIds().length;
            peak[i] = passage.max();
            System.arraycopy(passage.tokenIds(), 0, ids, at, length[i]);
            System.arraycopy(passage.activations(), 0, activations, at, length[i]);
            at += length[i];
        }
        writer.ints(name + ".passages", perFeature, perFeature.length)
                .ints(name + ".document", document, document.length)
                .ints(name + ".first", first, first.length)
                .ints(name + ".length", length, length.length)
                .floats(name + ".peak", peak, peak.length)
                .ints(name + ".tokens", ids, ids.length)
                .floats(name + ".activations", activations, activations.length)
                .metadata(name + ".limit", Integer.toString(passages.limit()));
    }

    static TopPassages read(Safetensors saved, String name, int features) throws LacunaException {
        saved.require(name + ".passages", features);
        int[] perFeature = ints(saved, name + ".passages");
        int[] document = ints(saved, name + ".document");
        int[] first = ints(saved, name + ".first");
        int[] length = ints(saved, name + ".length");
        float[] peak = saved.floats(name + ".peak");
        int[] ids = ints(saved, name + ".tokens");
        float[] activations = saved.floats(name + ".activations");
        if (Arrays.stream(perFeature).sum() != document.length
                || first.length != document.length
                || length.length != document.length
                || peak.length != document.length
                || Arrays.stream(length).sum() != ids.length
                || activations.length != ids.length) {
            throw new LacunaException("The passages of " + name + " in " + saved.file()
                    + " contradict each other. The file is damaged; delete it and collect the statistics again.");
        }
        TopPassages passages =
                new TopPassages(features, Integer.parseInt(saved.metadata().getOrDefault(name + ".limit", "0")));
        int next = 0;
        int at = 0;
        for (int f = 0; f < features; f++) {
            for (int rank = 0; rank < perFeature[f]; rank++, next++) {
                int end = at + length[next];
                passages.add(
                        f,
                        new Passage(
                                document[next],
                                Arrays.copyOfRange(ids, at, end),
                                first[next],
                                Arrays.copyOfRange(activations, at, end),
                                peak[next]));
                at = end;
            }
        }
        return passages;
    }

    private static int[] ints(Safetensors saved, String name) throws LacunaException {
        return Arrays.stream(saved.longs(name)).mapToInt(value -> (int) value).toArray();
    }
}
