package lacuna.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lacuna.run.LacunaException;

/** Tensors in the entries of a ZIP file, found when it is opened and read from there one at a time. */
abstract sealed class ZippedTensors implements TensorFile permits Npz, TorchArchive {

    /** @param skip bytes of the entry before the tensor */
    record Member(TensorInfo info, ZipEntry entry, long skip) {}

    private final Path file;
    private final String noun;
    private final ZipFile zip;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /** @param noun what the format calls a tensor */
    ZippedTensors(Path file, String noun, ZipFile zip) {
        this.file = file;
        this.noun = noun;
        this.zip = zip;
    }

    /** Makes an archive that has not been searched yet. */
    @FunctionalInterface
    interface Maker<T> {
        T make() throws IOException, LacunaException;
    }

    /** @param broken the complaint about a damaged file */
    static <T extends ZippedTensors> T opened(Path file, Maker<T> maker, Function<String, LacunaException> broken)
            throws LacunaException {
        try {
            return searched(maker.make());
        } catch (NoSuchFileException e) {
            throw new LacunaException("There is no file " + file + ". Check the path, or fetch the weights again.", e);
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            LacunaException damaged = broken.apply(String.valueOf(e.getMessage()));
            damaged.initCause(e);
            throw damaged;
        }
    }

    private static <T extends ZippedTensors> T searched(T archive) throws IOException, LacunaException {
        boolean isSound = false;
        try {
            archive.search();
            isSound = true;
            return archive;
        } finally {
            if (!isSound) {
                archive.close();
            }
        }
    }

    /** Finds the tensors and {@link #add}s them. */
    abstract void search() throws IOException, LacunaException;

    void add(Member member) {
        members.put(member.info.name(), member);
    }

    ZipFile zip() {
        return zip;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return members.keySet();
    }

    @Override
    public TensorInfo info(String name) throws LacunaException {
        return member(name).info;
    }

    private Member member(String name) throws LacunaException {
        Member member = members.get(name);
        if (member == null) {
            throw new LacunaException(file + " holds no " + noun + " " + name + ", only " + members.keySet()
                    + ". Is it the right kind of file?");
        }
        return member;
    }

    @Override
    public InputStream open(String name) throws IOException, LacunaException {
        Member member = member(name);
        InputStream in = zip.getInputStream(member.entry);
        in.skipNBytes(member.skip);
        return in;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException ignored) {
            // nothing was written through it
        }
    }
}
