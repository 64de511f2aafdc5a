package lacuna.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lacuna.run.AtomicFiles;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Fetches what is missing of a repository into the hub's cache: several files at a time, resumed where they were cut, checked. */
public final class HubFetch {

    private static final int AT_ONCE = 4;
    private static final long MARGIN = 64L << 20;
    private static final long POLL_MILLIS = 50;
    private static final long MIB = 1 << 20;

    private final HubSettings settings;

    public HubFetch(HubSettings settings) {
        this.settings = settings;
    }

    /**
     * What the hub has, without fetching any of it.
     *
     * @param revision a branch, a tag or a commit
     * @throws LacunaException if the hub cannot be reached or does not give it, with what to do
     */
    public HubListing list(HubName name, String revision) throws LacunaException {
        HubFile.requireSafe(revision);
        if (settings.access() == HubSettings.Access.OFFLINE) {
            throw HubProblems.offline(name);
        }
        return new HubClient(settings).list(name, revision);
    }

    /** A snapshot that an earlier fetch left in the cache; may lack files. */
    public Optional<Path> cached(HubName name, String revision) throws LacunaException {
        HubFile.requireSafe(revision);
        HubCache cache = new HubCache(settings.cache(), name);
        return cache.commitOf(revision).map(cache::snapshot).map(folder -> folder.resolve(name.folder()));
    }

    /** Bytes that are not in the cache yet. */
    public long missing(HubListing listing) throws LacunaException {
        HubCache cache = new HubCache(settings.cache(), listing.name());
        long missing = 0;
        for (HubFile file : listing.files()) {
            missing += cache.has(listing.commit(), file) ? 0 : Math.max(0, file.size() - cache.partSize(file));
        }
        return missing;
    }

    /**
     * Fetches the files of a listing that the cache lacks.
     *
     * @return the folder that was asked for, in the cache
     * @throws LacunaException if the disk is too small, the hub refuses, or a file is not what it should be; whole files and what came of
     *     others are kept, to go on from there
     */
    public Path fetch(HubListing listing, Progress progress) throws LacunaException {
        HubCache cache = new HubCache(settings.cache(), listing.name());
        cache.requireSpace(missing(listing) == 0 ? 0 : missing(listing) + MARGIN);
        HubClient client = new HubClient(settings);
        Deque<HubFile> waiting = new ArrayDeque<>();
        long done = 0;
        for (HubFile file : listing.files()) {
            if (cache.has(listing.commit(), file)) {
                done += file.size();
            } else {
                waiting.add(file);
            }
        }
        List<HubDownload> running = new ArrayList<>();
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                progress.check();
                while (running.size() < AT_ONCE && !waiting.isEmpty()) {
                    running.add(new HubDownload(client, settings, cache, listing, waiting.remove()));
                }
                for (HubDownload download : List.copyOf(running)) {
                    if (download.poll()) {
                        running.remove(download);
                        done += download.file().size();
                        progress.log(download.file().path() + ": checked");
                    }
                }
                report(progress, done, running, listing.size());
                sleep();
            }
        } finally {
            running.forEach(HubDownload::stop);
        }
        cache.writeRef(listing.revision(), listing.commit());
        return cache.snapshot(listing.commit()).resolve(listing.name().folder());
    }

    private static void report(Progress progress, long done, List<HubDownload> running, long whole) {
        long now = done + running.stream().mapToLong(HubDownload::have).sum();
        progress.report("Fetching, MiB", now / MIB, Math.max(1, whole / MIB));
    }

    private static void sleep() throws LacunaException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new lacuna.run.Cancelled();
        }
    }

    /** Copies fetched files out of the cache into a folder of the user's, without the folder that was asked for in front. */
    public static void copy(HubListing listing, Path fetched, Path to) throws LacunaException {
        try (Stream<Path> files = Files.walk(fetched)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path within = file.equals(fetched) ? file.getFileName() : fetched.relativize(file);
                String name = String.valueOf(within);
                boolean wanted = listing.files().stream().anyMatch(f -> f.path().endsWith(name.replace('\\', '/')));
                if (wanted) {
                    AtomicFiles.write(to.resolve(name), out -> Files.copy(file, out));
                }
            }
        } catch (IOException e) {
            throw new LacunaException(
                    "Cannot copy to " + to + ": " + e.getMessage() + ". The files are in the cache at " + fetched + ".",
                    e);
        }
    }
}
