package lacuna.tensor;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lacuna.run.LacunaException;

/**
 * Reads a Python pickle as far as PyTorch's weight files need it, and nothing else. A pickle is a program that may call anything; of all
 * that can be called, this knows {@code _rebuild_tensor_v2}, {@code OrderedDict} and the names of storage types, as plain data. Any
 * other name ends the reading.
 *
 * <p>Values are Map, List (of lists and tuples), String, Long, Double, Boolean, {@link #NONE} and {@link Stored}.
 */
final class Unpickler {

    /** Python's None. */
    static final Object NONE = new Object();

    /** A tensor as the pickle describes it; nothing of it is checked against the storage yet. */
    record Stored(String storage, Dtype dtype, long offset, long[] shape, long[] stride) {}

    private record Global(String name) {}

    private record Storage(String key, Dtype dtype) {}

    private static final Object MARK = new Object();
    private static final int LONGEST_INTEGER = 32;

    private static final Map<String, Dtype> STORAGES = Map.of(
            "torch FloatStorage", Dtype.F32,
            "torch DoubleStorage", Dtype.F64,
            "torch HalfStorage", Dtype.F16,
            "torch BFloat16Storage", Dtype.BF16,
            "torch LongStorage", Dtype.I64,
            "torch IntStorage", Dtype.I32,
            "torch ByteStorage", Dtype.U8,
            "torch BoolStorage", Dtype.U8);
    private static final String TENSOR = "torch._utils _rebuild_tensor_v2";
    private static final String ORDERED = "collections OrderedDict";

    private final DataInputStream in;
    private final int length;
    private final String source;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Unpickler(byte[] pickle, String source) {
        this.in = new DataInputStream(new java.io.ByteArrayInputStream(pickle));
        this.length = pickle.length;
        this.source = source;
    }

    /** @throws LacunaException if the pickle is damaged, or asks for something that weights do not need */
    static Object read(byte[] pickle, String source) throws LacunaException {
        Unpickler unpickler = new Unpickler(pickle, source);
        try {
            return unpickler.run();
        } catch (EOFException e) {
            throw unpickler.broken("it ends early");
        } catch (IOException | RuntimeException e) {
            throw unpickler.broken(String.valueOf(e.getMessage()));
        }
    }

    private Object run() throws IOException, LacunaException {
        while (true) {
            int opcode = in.readUnsignedByte();
            if (opcode == '.') {
                return pop();
            }
            if (!constant(opcode) && !container(opcode) && !memory(opcode)) {
                call(opcode);
            }
        }
    }

    private boolean constant(int opcode) throws IOException, LacunaException {
        switch (opcode) {
            case 0x80 -> in.readUnsignedByte(); // PROTO
            case 0x95 -> in.skipNBytes(8); // FRAME
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) Integer.reverseBytes(in.readInt()));
            case 'K' -> push((long) in.readUnsignedByte());
            case 'M' -> push((long) (Short.reverseBytes(in.readShort()) & 0xFFFF));
            case 0x8A -> push(integer(in.readUnsignedByte()));
            case 'G' -> push(in.readDouble());
            case 'X', 'B' -> push(text(Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()))));
            case 'T' -> push(text(Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()))));
            case 0x8C, 'U', 'C' -> push(text(in.readUnsignedByte()));
            case 0x8D -> push(text(Long.reverseBytes(in.readLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws LacunaException {
        switch (opcode) {
            case '(' -> push(MARK);
            case '}' -> push(new LinkedHashMap<>());
            case ']', ')' -> push(new ArrayList<>());
            case 't', 'l' -> push(sinceMark());
            case 0x85 -> push(last(1));
            case 0x86 -> push(last(2));
            case 0x87 -> push(last(3));
            case 'd' -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                put(map, sinceMark());
                push(map);
            }
            case 's' -> {
                List<Object> pair = last(2);
                put(peek(Map.class), pair);
            }
            case 'u' -> {
                List<Object> pairs = sinceMark();
                put(peek(Map.class), pairs);
            }
            case 'a' -> {
                Object element = pop();
                add(peek(List.class), List.of(element));
            }
            case 'e' -> {
                List<Object> elements = sinceMark();
                add(peek(List.class), elements);
            }
            case '0' -> pop();
            case '1' -> sinceMark();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) throws IOException, LacunaException {
        switch (opcode) {
            case 'q' -> memo.put((long) in.readUnsignedByte(), top());
            case 'r' -> memo.put(Integer.toUnsignedLong(Integer.reverseBytes(in.readInt())), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(in.readUnsignedByte()));
            case 'j' -> push(remembered(Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()))));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void call(int opcode) throws IOException, LacunaException {
        switch (opcode) {
            case 'c' -> push(global(line() + " " + line()));
            case 0x93 -> {
                Object name = pop();
                push(global(pop() + " " + name));
            }
            case 'Q' -> push(storage(pop()));
            case 'R' -> {
                Object arguments = pop();
                push(called(pop(), arguments));
            }
            case 'b' -> pop(); // attributes of an OrderedDict: the versions of modules
            default -> throw broken(String.format("it uses the instruction 0x%02X", opcode));
        }
    }

    private Global global(String name) throws LacunaException {
        if (!name.equals(TENSOR) && !name.equals(ORDERED) && !STORAGES.containsKey(name)) {
            throw new LacunaException(source + " asks Python to load '" + name.replace(' ', '.')
                    + "', which weights do not need and which could run anything, so it is not read. Load it in Python and"
                    + " save its tensors with safetensors.");
        }
        return new Global(name);
    }

    /** ('storage', type, key, location, numel) */
    private Object storage(Object id) throws LacunaException {
        if (id instanceof List<?> parts
                && parts.size() >= 3
                && parts.get(1) instanceof Global type
                && parts.get(2) instanceof String key) {
            Dtype dtype = STORAGES.get(type.name());
            if (dtype != null) {
                return new Storage(key, dtype);
            }
        }
        throw broken("it names a storage in an unknown way");
    }

    private Object called(Object function, Object arguments) throws LacunaException {
        if (function instanceof Global global && arguments instanceof List<?> list) {
            if (global.name().equals(ORDERED) && list.isEmpty()) {
                return new LinkedHashMap<>();
            }
            if (global.name().equals(TENSOR)
                    && list.size() >= 4
                    && list.get(0) instanceof Storage storage
                    && list.get(1) instanceof Long offset) {
                return new Stored(storage.key(), storage.dtype(), offset, numbers(list.get(2)), numbers(list.get(3)));
            }
        }
        throw broken("it calls something in an unknown way");
    }

    private long[] numbers(Object list) throws LacunaException {
        if (list instanceof List<?> values && values.stream().allMatch(Long.class::isInstance)) {
            return values.stream().mapToLong(value -> (Long) value).toArray();
        }
        throw broken("a shape is not a list of whole numbers");
    }

    private void push(Object value) {
        stack.push(value);
    }

    private Object pop() throws LacunaException {
        if (stack.isEmpty()) {
            throw broken("its stack runs empty");
        }
        return stack.pop();
    }

    private Object top() throws LacunaException {
        if (stack.isEmpty()) {
            throw broken("its stack runs empty");
        }
        return stack.peek();
    }

    private <T> T peek(Class<T> type) throws LacunaException {
        Object value = top();
        if (!type.isInstance(value)) {
            throw broken("it fills something that is no " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
        }
        return type.cast(value);
    }

    private Object remembered(long key) throws LacunaException {
        Object value = memo.get(key);
        if (value == null) {
            throw broken("it refers to something that it never said");
        }
        return value;
    }

    private List<Object> last(int count) throws LacunaException {
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(pop());
        }
        Collections.reverse(values);
        return values;
    }

    private List<Object> sinceMark() throws LacunaException {
        List<Object> values = new ArrayList<>();
        for (Object value = pop(); value != MARK; value = pop()) {
            values.add(value);
        }
        Collections.reverse(values);
        return values;
    }

    @SuppressWarnings("unchecked")
    private void put(Map<?, ?> map, List<Object> pairs) throws LacunaException {
        if (pairs.size() % 2 != 0) {
            throw broken("a dictionary has a key without a value");
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            // decision: keys other than strings and numbers are of no use here, and hashing containers could recurse
            // without end
            if (pairs.get(i) instanceof String || pairs.get(i) instanceof Long) {
                ((Map<Object, Object>) map).put(pairs.get(i), pairs.get(i + 1));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void add(List<?> list, List<Object> elements) {
        ((List<Object>) list).addAll(elements);
    }

    private String text(long bytes) throws IOException, LacunaException {
        if (bytes < 0 || bytes > length) {
            throw broken("it claims a string of " + bytes + " bytes");
        }
        byte[] content = in.readNBytes((int) bytes);
        if (content.length < bytes) {
            throw new EOFException();
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private Long integer(int bytes) throws IOException, LacunaException {
        if (bytes > LONGEST_INTEGER) {
            throw broken("it claims an integer of " + bytes + " bytes");
        }
        byte[] content = in.readNBytes(bytes);
        if (content.length < bytes) {
            throw new EOFException();
        }
        byte[] bigEndian = new byte[bytes + 1];
        for (int i = 0; i < bytes; i++) {
            bigEndian[bytes - i] = content[i];
        }
        bigEndian[0] = (byte) (bytes > 0 && content[bytes - 1] < 0 ? -1 : 0);
        return new BigInteger(bigEndian).longValue();
    }

    private String line() throws IOException, LacunaException {
        StringBuilder text = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            text.append((char) next);
            if (text.length() > 256) {
                throw broken("it names something too long to be a name");
            }
        }
        return text.toString();
    }

    private LacunaException broken(String what) {
        return new LacunaException(source + " is damaged or not a PyTorch weight file: " + what
                + ". Fetch it again, or save its tensors with safetensors.");
    }
}
