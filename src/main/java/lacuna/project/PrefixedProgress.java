package lacuna.project;

import lacuna.run.Progress;

/** Says before each activity whose it is: "Before: Continuing prompts". */
record PrefixedProgress(String prefix, Progress progress) implements Progress {

    @Override
    public void report(String activity, long done, long total) {
        progress.report(prefix + ": " + activity, done, total);
    }

    @Override
    public boolean isCancelled() {
        return progress.isCancelled();
    }

    @Override
    public void log(String line) {
        progress.log(line);
    }
}
