package lacuna.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A handful of functions written in TorchScript, kept as a readable text resource and compiled when loaded. TorchScript reaches all
 * of ATen (attention, fused norms, bfloat16 casts), which DJL's {@code NDArray} does not, and one call for a whole decoder block costs
 * less than forty single operations.
 *
 * <p>A resource holds {@code class Kernels(Module)} in the dialect of serialised TorchScript: dtypes are numbers (5 = f16, 6 = f32,
 * 7 = f64, 15 = bf16, 4 = i64). Attributes declared there as {@code name : int} or {@code name : float} take their values from the map
 * given to {@link #load}.
 */
public final class Kernels implements AutoCloseable {

    private final PtSymbolBlock block;
    private final NDManager manager;
    private final Map<String, NDArray> methodMarks = new ConcurrentHashMap<>();

    private Kernels(PtSymbolBlock block, NDManager manager) {
        this.block = block;
        this.manager = manager;
    }

    /**
     * @param owner the class beside whose package the resource lies
     * @param resource the resource's name, for example {@code "llama.torchscript"}
     * @param attributes values of the module's attributes: Integer, Long, Double, Boolean or String
     */
    public static Kernels load(Torch torch, Class<?> owner, String resource, Map<String, ?> attributes) {
        return load(torch, owner, List.of(resource), attributes);
    }

    /** As {@link #load(Torch, Class, String, Map)}, from several texts: the first opens the class, the others add methods to it. */
    public static Kernels load(Torch torch, Class<?> owner, List<String> resources, Map<String, ?> attributes) {
        try {
            ByteArrayOutputStream source = new ByteArrayOutputStream();
            for (String resource : resources) {
                source.write(text(owner, resource));
            }
            byte[] archive = archive(source.toByteArray(), pickle(attributes));
            NDManager manager = torch.manager().newSubManager();
            PtSymbolBlock block =
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), true, false);
            return new Kernels(block, manager);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (EngineException e) {
            throw new IllegalStateException(resources + " does not compile: " + e.getMessage(), e);
        }
    }

    private static byte[] text(Class<?> owner, String resource) throws IOException {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + owner.getName());
            }
            return in.readAllBytes();
        }
    }

    /**
     * Calls a method. Whether gradients are recorded depends only on an open {@link Tape}. {@link Lanes} may call at the same time.
     *
     * @param arguments {@code NDArray} or {@code List<NDArray>} (never empty), in the method's order
     * @return the method's tensor, or the members of its tuple
     */
    public NDList call(String method, Object... arguments) {
        NDList inputs = new NDList();
        Set<NDArray> named = Collections.newSetFromMap(new IdentityHashMap<>());
        int lists = 0;
        for (Object argument : arguments) {
            if (argument instanceof NDArray array) {
                inputs.add(named(array, null, named));
            } else if (argument instanceof List<?> list) {
                if (list.isEmpty()) {
                    throw new IllegalArgumentException(method + ": an empty list cannot be passed");
                }
                String name = "list" + lists++ + "[]";
                list.forEach(element -> inputs.add(named((NDArray) element, name, named)));
            } else {
                throw new IllegalArgumentException(method + ": neither an array nor a list: " + argument);
            }
        }
        inputs.add(mark(method));
        return IValueUtils.forward(block, inputs, true);
    }

    /** {@link #call} for a method that returns one tensor. */
    public NDArray apply(String method, Object... arguments) {
        return call(method, arguments).singletonOrThrow();
    }

    /** The JNI layer tells lists apart by the names of their members, so an array that stands in two places needs two handles. */
    private static NDArray named(NDArray array, @Nullable String name, Set<NDArray> named) {
        NDArray handle = named.add(array) ? array : array.reshape(array.getShape());
        handle.setName(name);
        return handle;
    }

    private NDArray mark(String method) {
        return methodMarks.computeIfAbsent(method, name -> {
            NDArray mark = manager.create(new float[] {0});
            ai.djl.ndarray.NDScope.unregister(mark);
            mark.setName("module_method:" + name);
            return mark;
        });
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }

    private static byte[] archive(byte[] source, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "k/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            put(zip, "k/constants.pkl", new byte[] {(byte) 0x80, 2, 0x29, 0x2E});
            put(zip, "k/data.pkl", data);
            put(zip, "k/code/__torch__.py", source);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The module object in pickle protocol 2: class, then its attributes as a dictionary. */
    private static byte[] pickle(Map<String, ?> attributes) throws IOException {
        Map<String, Object> all = new TreeMap<>(attributes);
        all.put("training", false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x80, 2});
        out.writeBytes("c__torch__\nKernels\n");
        out.write(new byte[] {')', (byte) 0x81, '}', '('});
        for (Map.Entry<String, Object> attribute : all.entrySet()) {
            byte[] name = attribute.getKey().getBytes(StandardCharsets.US_ASCII);
            out.write('X');
            out.writeInt(Integer.reverseBytes(name.length));
            out.write(name);
            Object value = attribute.getValue();
            if (value instanceof Boolean flag) {
                out.write(flag ? 0x88 : 0x89);
            } else if (value instanceof String text) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.write('X');
                out.writeInt(Integer.reverseBytes(utf8.length));
                out.write(utf8);
            } else if (value instanceof Double number) {
                out.write('G');
                out.writeDouble(number);
            } else {
                out.write('J');
                out.writeInt(Integer.reverseBytes(((Number) value).intValue()));
            }
        }
        out.write(new byte[] {'u', 'b', '.'});
        return bytes.toByteArray();
    }
}
