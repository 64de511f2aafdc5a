package lacuna.hub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request under way, over all its redirects.
 *
 * @param exchange the one that holds a connection now: only cancelling this one closes it
 */
record HubTransfer(CompletableFuture<HubClient.Answer> answer, AtomicReference<CompletableFuture<?>> exchange) {

    /** Nothing need be asked. */
    static HubTransfer done() {
        CompletableFuture<HubClient.Answer> answer =
                CompletableFuture.completedFuture(new HubClient.Answer(200, "", ""));
        return new HubTransfer(answer, new AtomicReference<>(answer));
    }

    void stop() {
        CompletableFuture<?> now = exchange.get();
        if (now != null) {
            now.cancel(true);
        }
        answer.cancel(true);
    }
}
