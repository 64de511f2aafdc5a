package lacuna.hub;

import lacuna.run.LacunaException;

/**
 * A file of a repository.
 *
 * @param path in the repository, with forward slashes
 * @param size bytes
 * @param hash name of its blob in the cache: SHA-256 of a large file, git's SHA-1 of a small one, hexadecimal
 */
public record HubFile(String path, long size, String hash) {

    /** How the content is checked. */
    enum Check {
        SHA_256,
        GIT_SHA_1
    }

    Check check() {
        return hash.length() == 64 ? Check.SHA_256 : Check.GIT_SHA_1;
    }

    /** The name without its folders. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** @throws LacunaException if the path would lead out of the folder that it is meant for */
    static void requireSafe(String path) throws LacunaException {
        boolean safe = !path.isEmpty() && !path.startsWith("/") && !path.matches("(?s).*[\\\\:\\x00-\\x1f].*");
        for (String part : path.split("/", -1)) {
            safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!safe) {
            throw new LacunaException("The hub lists a file \"" + path.replaceAll("\\p{Cntrl}", "?")
                    + "\", whose name leads out of its folder. Nothing was fetched; do not use this repository.");
        }
    }
}
