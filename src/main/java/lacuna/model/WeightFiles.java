package lacuna.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;

/** The safetensors files of a model folder: one, or several with an index that says which holds what. */
final class WeightFiles implements AutoCloseable {

    private static final String SINGLE_FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final Map<String, Safetensors> byTensor;
    private final List<Safetensors> files;

    private WeightFiles(Path folder, Map<String, Safetensors> byTensor, List<Safetensors> files) {
        this.folder = folder;
        this.byTensor = byTensor;
        this.files = files;
    }

    static WeightFiles open(Path folder) throws LacunaException {
        WeightFiles opened = new WeightFiles(folder, new LinkedHashMap<>(), new ArrayList<>());
        try {
            Path index = folder.resolve(INDEX);
            if (Files.exists(index) && !Files.exists(folder.resolve(SINGLE_FILE))) {
                opened.readShards(index);
            } else {
                Safetensors only = Safetensors.open(folder.resolve(SINGLE_FILE));
                opened.files.add(only);
                only.names().forEach(name -> opened.byTensor.put(name, only));
            }
            return opened;
        } catch (LacunaException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void readShards(Path index) throws LacunaException {
        Map<String, Safetensors> byFile = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> tensor :
                Json.readTree(index).path("weight_map").properties()) {
            String file = tensor.getValue().asText();
            if (file.contains("/") || file.contains("\\") || file.contains("..")) {
                throw new LacunaException(index + " points outside its folder (" + file + "); refusing to follow it.");
            }
            Safetensors shard = byFile.get(file);
            if (shard == null) {
                shard = Safetensors.open(folder.resolve(file));
                files.add(shard);
                byFile.put(file, shard);
            }
            byTensor.put(tensor.getKey(), shard);
        }
        if (files.isEmpty()) {
            throw new LacunaException(index + " lists no tensors; it is damaged. Fetch it again.");
        }
    }

    /** Every tensor's holder, under the names the files use. */
    Map<String, Safetensors> holders() {
        return byTensor;
    }

    /** The name under which the files hold a tensor. */
    String spelling(Layout layout, String name) throws LacunaException {
        for (String spelling : layout.spellings(name)) {
            if (byTensor.containsKey(spelling)) {
                return spelling;
            }
        }
        throw missing(name);
    }

    Safetensors holder(String tensor) throws LacunaException {
        Safetensors holder = byTensor.get(tensor);
        if (holder == null) {
            throw missing(tensor);
        }
        return holder;
    }

    private LacunaException missing(String tensor) {
        return new LacunaException("The weights in " + folder + " hold no tensor " + tensor
                + ", which config.json calls for. A file is missing or belongs to another model.");
    }

    /** The dtype of the token table, which stands for the whole model's. */
    Dtype dtype(Layout layout) throws LacunaException {
        String name = spelling(layout, layout.embedding().get(0).name());
        return holder(name).entry(name).dtype();
    }

    /** Checks presence and shape of every tensor; nothing is loaded. */
    void require(Layout layout) throws LacunaException {
        for (Parameter parameter : layout.all().values()) {
            String name = spelling(layout, parameter.name());
            holder(name).require(name, parameter.storedShape());
        }
    }

    @Override
    public void close() {
        files.forEach(Safetensors::close);
    }
}
