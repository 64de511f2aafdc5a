package lacuna.cli;

import java.util.concurrent.Callable;
import lacuna.run.LacunaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands share: the common options, a console, and help. */
abstract class StageCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Console console;

    StageCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws LacunaException {
        console.verbosity(common.verbosity());
        execute();
        return CommandLineInterface.OK;
    }

    /** Does the work; results go to standard output. */
    abstract void execute() throws LacunaException;

    final CommonOptions common() {
        return common;
    }

    final Console console() {
        return console;
    }
}
