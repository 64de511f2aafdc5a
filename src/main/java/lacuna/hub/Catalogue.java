package lacuna.hub;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/** Published SAEs and the models they belong to: {@code catalogue.json}, known when this version was made. Nothing is asked of the hub. */
public final class Catalogue {

    /**
     * SAEs of one release and width.
     *
     * @param model repository of the model
     * @param repository of the SAEs; {@code {layer}} in it is the block
     * @param site kind of hook point
     * @param features d_sae
     * @param path folder of one SAE; {@code {layer}} and {@code {l0}} in it are those of the SAE
     * @param l0 expected mean L0 by block; null where it is not known
     * @param note what to heed; null for nothing
     */
    private record Release(
            String name,
            String model,
            String repository,
            String site,
            int features,
            String path,
            Map<Integer, @Nullable Integer> l0,
            @Nullable String note) {}

    /**
     * One SAE.
     *
     * @param release {@code gemma-scope-2b-pt-res}
     * @param hook {@code resid_post.20}
     * @param features d_sae
     * @param l0 expected mean L0; null where it is not known
     * @param name what {@code fetch} takes
     * @param note what to heed; may be empty
     */
    public record Entry(
            String release,
            String model,
            String hook,
            int layer,
            int features,
            @Nullable Integer l0,
            String name,
            String note) {}

    private Catalogue() {}

    /** In the order of the file, each release by its blocks. */
    public static List<Entry> entries() throws LacunaException {
        List<Entry> entries = new ArrayList<>();
        for (Release release : Json.parse(text(), new TypeReference<List<Release>>() {}, "catalogue.json")) {
            new TreeMap<>(release.l0()).forEach((layer, l0) -> entries.add(entry(release, layer, l0)));
        }
        return entries;
    }

    private static Entry entry(Release release, int layer, @Nullable Integer l0) {
        String name = (release.repository() + "/" + release.path())
                .replace("{layer}", Integer.toString(layer))
                .replace("{l0}", String.valueOf(l0));
        return new Entry(
                release.name(),
                release.model(),
                release.site() + "." + layer,
                layer,
                release.features(),
                l0,
                name,
                Objects.requireNonNullElse(release.note(), ""));
    }

    private static String text() throws LacunaException {
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LacunaException("The catalogue cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
