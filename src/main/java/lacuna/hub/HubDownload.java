package lacuna.hub;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way. It writes itself; {@link #poll} looks how far it is, tries again what was cut, and checks what is whole. Attempts
 * that bring anything are free; of those that bring nothing, several in a row end it.
 */
final class HubDownload {

    private static final int EMPTY_ATTEMPTS = 5;
    private static final HubClient.Answer NONE = new HubClient.Answer(0, "", "");

    private final HubClient client;
    private final HubSettings settings;
    private final HubCache cache;
    private final HubListing listing;
    private final HubFile file;

    private HubTransfer transfer = HubTransfer.done();
    private long startOfAttempt;
    private long have;
    private long lastGrowth = System.nanoTime();
    private long notBefore = System.nanoTime();
    private int empty;
    private int wrong;
    private boolean idle = true;

    HubDownload(HubClient client, HubSettings settings, HubCache cache, HubListing listing, HubFile file) {
        this.client = client;
        this.settings = settings;
        this.cache = cache;
        this.listing = listing;
        this.file = file;
    }

    HubFile file() {
        return file;
    }

    /** Bytes that are there. */
    long have() {
        return Math.min(have, file.size());
    }

    /** Whether the file is whole, checked and in its place. */
    boolean poll() throws LacunaException {
        long size = cache.partSize(file);
        if (size != have) {
            lastGrowth = System.nanoTime();
        }
        have = size;
        if (idle) {
            begin();
            return false;
        }
        if (!transfer.answer().isDone()) {
            if (System.nanoTime() - lastGrowth > settings.patience().toNanos() || have > file.size()) {
                transfer.stop();
            }
            return false;
        }
        idle = true;
        return ended();
    }

    private void begin() throws LacunaException {
        if (System.nanoTime() < notBefore) {
            return;
        }
        if (have > file.size()) {
            cache.dropPart(file); // it belongs to something else
            have = 0;
        }
        startOfAttempt = have;
        lastGrowth = System.nanoTime();
        idle = false;
        transfer = have == file.size() && have > 0
                ? HubTransfer.done()
                : client.fetch(listing.name(), listing.commit(), file, have, cache.part(file));
    }

    private boolean ended() throws LacunaException {
        Throwable cause = null;
        HubClient.Answer answer = NONE;
        try {
            answer = transfer.answer().join();
        } catch (CompletionException | CancellationException e) {
            cause = e.getCause() == null ? e : e.getCause();
        }
        have = cache.partSize(file);
        boolean came = answer.status() == 200 || answer.status() == 206;
        if (came && have == file.size()) {
            return checked();
        }
        if (answer.status() == 416 || have > file.size()) {
            cache.dropPart(file); // larger than the file: it belongs to something else
        } else if (answer.status() != 0 && !came && answer.status() < 500 && answer.status() != 429) {
            throw HubProblems.refused(listing.name(), listing.revision(), answer, settings);
        }
        again(cause, answer);
        return false;
    }

    private boolean checked() throws LacunaException {
        if (cache.verifies(file)) {
            cache.keep(listing.commit(), file);
            return true;
        }
        cache.dropPart(file);
        if (++wrong > 1) {
            throw HubProblems.wrongContent(file);
        }
        return false; // the first part may have come from another time: once more, from the start
    }

    private void again(@Nullable Throwable cause, HubClient.Answer answer) throws LacunaException {
        empty = have > startOfAttempt ? 0 : empty + 1;
        if (empty >= EMPTY_ATTEMPTS) {
            throw cause != null
                    ? HubProblems.unreachable(settings, cause)
                    : HubProblems.refused(listing.name(), listing.revision(), answer, settings);
        }
        Duration wait = settings.pause().multipliedBy(1L << empty);
        notBefore = System.nanoTime() + wait.toNanos();
    }

    void stop() {
        transfer.stop();
    }
}
