package lacuna.hub;

import lacuna.run.LacunaException;

/** What the hub's refusals mean and what to do about each. */
final class HubProblems {

    private HubProblems() {}

    static LacunaException refused(HubName name, String revision, HubClient.Answer answer, HubSettings settings) {
        String page = settings.endpoint() + "/" + name.repository();
        String token = settings.token().isPresent()
                ? "The token that was found belongs to an account without access"
                : "No token was found (HF_TOKEN, or the file that 'hf auth login' writes)";
        String sentence;
        if (answer.errorCode().equals("GatedRepo")) {
            sentence = name.repository() + " is gated: its authors want you to accept their conditions first. Open "
                    + page + " in a browser, accept them, and set HF_TOKEN to a token of that account. " + token + ".";
        } else if (answer.errorCode().equals("RevisionNotFound")) {
            sentence = name.repository() + " has no revision \"" + revision
                    + "\". Leave --revision out, or name a branch, tag or commit.";
        } else if (answer.status() == 404
                || answer.errorCode().equals("RepoNotFound")
                || answer.status() == 401 && settings.token().isEmpty()) {
            sentence = "The hub has no model repository " + name.repository()
                    + ", or it is private. Check the name; for a private one set HF_TOKEN. " + token + ".";
        } else if (answer.status() == 401 || answer.status() == 403) {
            sentence = "The hub refuses " + name.repository() + " (" + answer.status()
                    + "). The token may have expired or lack the right to read it. Make a new one and set HF_TOKEN.";
        } else if (answer.status() == 429) {
            sentence =
                    "The hub says that it was asked too often. Wait some minutes and start again; what is there stays.";
        } else {
            sentence = "The hub answers " + answer.status() + " for " + name.repository()
                    + ". Try again later; what was fetched is kept.";
        }
        return new LacunaException(sentence);
    }

    static LacunaException unreachable(HubSettings settings, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new LacunaException(
                "The hub at " + settings.endpoint() + " cannot be reached: " + why
                        + ". Check the connection (and HF_ENDPOINT), then start again: what was fetched is kept.",
                cause);
    }

    static LacunaException offline(HubName name) {
        return new LacunaException("HF_HUB_OFFLINE is set, so nothing is fetched, and the cache does not hold " + name
                + ". Unset it, or fetch on another machine and copy its cache.");
    }

    static LacunaException wrongContent(HubFile file) {
        return new LacunaException(
                "What came for " + file.path()
                        + " is not what the hub promised (its checksum differs), twice. Nothing of it was kept; try again later.");
    }
}
