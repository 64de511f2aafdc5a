package lacuna.sae.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lacuna.model.HookPoint;
import lacuna.run.IoReason;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SparseAutoencoder;
import lacuna.tensor.Torch;

/** Every format of SAEs that is read, and the way to one: folders are recognised by what lies in them. */
public final class SaeFormats {

    // Order matters where one format's files could be taken for another's: the more particular first.
    private static final List<SaeFormat> ALL = List.of(
            new GemmaScope(),
            new GemmaScope2(),
            new LlamaScope(),
            new LlamaScopeDistill(),
            new Llamascopium(),
            new SaeLens(),
            new Sparsify(),
            new QwenScope(),
            new DictionaryLearning(),
            new HookZ(),
            new OpenAi(),
            new Linear());

    private static final int LISTED = 6;

    private SaeFormats() {}

    /** Names of all formats that are read. */
    public static List<String> names() {
        return ALL.stream().map(SaeFormat::name).toList();
    }

    /** Whether something of a known format lies there; that it can be read is not said. */
    public static boolean isRecognised(Path path) {
        return find(SaePlace.of(path)).isPresent();
    }

    /**
     * What the files say, weights aside.
     *
     * @param path the SAE's folder, or its file of weights
     * @throws LacunaException if the format is unknown, or the SAE is of a kind that is not supported
     */
    public static SaeDescription describe(Path path, SaeOptions options) throws LacunaException {
        return recipe(path, options).description();
    }

    /**
     * Reads an SAE for use at the given place in the model.
     *
     * @return closed by its user
     */
    public static SparseAutoencoder read(Path path, HookPoint hook, SaeOptions options, Torch torch)
            throws LacunaException {
        return recipe(path, options).read(hook, torch);
    }

    private static SaeRecipe recipe(Path path, SaeOptions options) throws LacunaException {
        SaePlace place = SaePlace.of(path);
        Optional<SaeFormat> format = find(place);
        if (format.isEmpty() && place.isFolder()) {
            List<String> inside = inside(place);
            if (inside.size() == 1) { // a single file of weights in a folder of its own, or one folder further down
                return recipe(place.file(inside.get(0)), options);
            }
        }
        if (format.isEmpty()) {
            throw unknown(place);
        }
        return format.get().recipe(place, options);
    }

    private static Optional<SaeFormat> find(SaePlace place) {
        return ALL.stream().filter(format -> format.recognises(place)).findFirst();
    }

    private static LacunaException unknown(SaePlace place) throws LacunaException {
        if (!Files.exists(place.path())) {
            return new LacunaException("There is no SAE at " + place + ". Check the path, or fetch it again.");
        }
        List<String> inside = place.isFolder() ? inside(place) : List.of();
        if (!inside.isEmpty()) {
            return new LacunaException(place + " holds several SAEs. Name one of them: "
                    + String.join(", ", inside.subList(0, Math.min(LISTED, inside.size())))
                    + (inside.size() > LISTED ? " ... (" + inside.size() + " in all)" : "") + ".");
        }
        return new LacunaException("What lies in " + place + " is not an SAE of a format that is read. Read are "
                + String.join(", ", names()) + ".");
    }

    /** SAEs in the folders of a folder, and in its files of weights. */
    private static List<String> inside(SaePlace place) throws LacunaException {
        try (Stream<Path> entries = Files.list(place.path())) {
            return entries.filter(entry -> find(SaePlace.of(entry)).isPresent())
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted(NaturalOrder.INSTANCE)
                    .toList();
        } catch (IOException e) {
            throw new LacunaException("Cannot list " + place + ": " + IoReason.of(e) + ".", e);
        }
    }
}
