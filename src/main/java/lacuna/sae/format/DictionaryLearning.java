package lacuna.sae.format;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import lacuna.run.LacunaException;
import lacuna.sae.SaeDescription;
import lacuna.sae.SiteProposal;
import lacuna.tensor.TensorFile;
import lacuna.tensor.TensorReader;

/**
 * Marks et al.'s dictionary_learning: {@code ae.pt}, mostly with a {@code config.json} whose {@code trainer} names the class. Without
 * one, the class is told by the names of the tensors as far as they tell it.
 */
final class DictionaryLearning implements SaeFormat {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "ae.pt";

    @Override
    public String name() {
        return "dictionary_learning";
    }

    @Override
    public boolean recognises(SaePlace place) {
        if (place.isFolder()) {
            return place.has(WEIGHTS);
        }
        String name = place.fileName();
        return (name.endsWith(".pt") || name.endsWith(".pth"))
                && DictionaryClass.ofTensors(place.path()).isPresent();
    }

    @Override
    public SaeRecipe recipe(SaePlace place, SaeOptions options) throws LacunaException {
        String variant = variant(place, options, DictionaryClass.VARIANTS);
        Path weights = place.isFolder() ? place.file(WEIGHTS) : place.path();
        ConfigNode trainer = new ConfigNode(place.file(CONFIG), place.jsonOrEmpty(CONFIG)).at("trainer");
        try (TensorFile file = WeightFiles.open(weights)) {
            TensorReader reader = new TensorReader(file);
            DictionaryClass kind = kind(place, weights, trainer, variant);
            DictionaryClass.Reading reading = kind.reading(reader, variant);
            TensorNames names = reading.names();
            names.require(reader);
            trainer.requireSize("activation_dim", names.inputWidth(reader));
            trainer.requireSize("dict_size", names.features(reader));
            return new SaeRecipe(
                    weights,
                    names,
                    reading.form(),
                    reading.fold(),
                    new SaeDescription(
                            name(),
                            reading.architecture(),
                            names.inputWidth(reader),
                            names.features(reader),
                            site(place, trainer),
                            trainer.text("lm_name", ""),
                            reading.k() > 0 ? OptionalDouble.of(reading.k()) : OptionalDouble.empty(),
                            reading.notes()));
        }
    }

    private static DictionaryClass kind(SaePlace place, Path weights, ConfigNode trainer, String variant)
            throws LacunaException {
        String named = trainer.text("dict_class", "");
        if (!named.isEmpty()) {
            return DictionaryClass.named(named)
                    .orElseThrow(() -> new LacunaException(trainer.file() + " names the class " + named
                            + ", which is not read; read are " + String.join(", ", DictionaryClass.names()) + "."));
        }
        Optional<DictionaryClass> chosen = DictionaryClass.named(variant);
        return chosen.or(() -> DictionaryClass.ofTensors(weights))
                .orElseThrow(() -> new LacunaException("The tensors in " + weights
                        + " do not tell of which class of dictionary_learning they are, and no config.json beside them does."
                        + " Fetch the config.json of " + place + "."));
    }

    private static SiteProposal site(SaePlace place, ConfigNode trainer) {
        String module = trainer.text("submodule_name", "");
        SiteProposal stated = SiteProposal.named(module, "submodule_name in config.json, '" + module + "'");
        for (Path folder = place.folder(); folder != null; folder = folder.getParent()) {
            String name = String.valueOf(folder.getFileName());
            stated = stated.or(SiteProposal.named(name, "the name of its folder, '" + name + "'"));
        }
        int layer = trainer.number("layer", -1);
        return stated.or(layer < 0 ? SiteProposal.NONE : SiteProposal.inBlock(layer, "the layer in config.json"));
    }
}
