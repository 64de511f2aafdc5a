package lacuna.cli;

import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: parses, runs one command, and turns what went wrong into a sentence and an exit code. */
public final class CommandLineInterface {

    /** Done. */
    public static final int OK = 0;
    /** A bug of Lacuna's. */
    public static final int BUG = 1;
    /** Something the user can put right. */
    public static final int BAD_INPUT = 2;
    /** Stopped by the user, as shells count Ctrl+C. */
    public static final int CANCELLED = 130;

    private final Console console;

    /** @param console where results and progress go, and whether to stop */
    public CommandLineInterface(Console console) {
        this.console = console;
    }

    /** For {@code main}: standard streams, and Ctrl+C stops after the current step. */
    public static CommandLineInterface ofProcess() {
        Interrupts interrupts = Interrupts.install();
        ConsoleProgress.Style style =
                System.console() == null ? ConsoleProgress.Style.LINES : ConsoleProgress.Style.TERMINAL;
        return new CommandLineInterface(Console.of(System.out, System.err, interrupts, style));
    }

    /** @return the exit code */
    public int run(String... args) {
        CommandLine commandLine = new CommandLine(new LacunaCommand(), new CommandFactory(console))
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(this::badArguments)
                .setExecutionExceptionHandler(this::failed);
        try {
            return commandLine.execute(args);
        } finally {
            console.finish();
        }
    }

    /** Tells that the window needs a display, and what works without one. */
    public int noDisplay(Exception cause) {
        console.err()
                .println(
                        "The window could not be opened: "
                                + String.valueOf(cause.getMessage()).replaceFirst("\\.$", "")
                                + ". Lacuna needs a display for its window; 'lacuna --help' lists the commands that work without one.");
        console.finish();
        return BAD_INPUT;
    }

    private int badArguments(CommandLine.ParameterException e, String[] args) {
        console.err().println(e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, console.err());
        console.err().println("See 'lacuna " + path(e.getCommandLine()) + "--help'.");
        return BAD_INPUT;
    }

    private static String path(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName(" ");
        return name.equals("lacuna") ? "" : name.substring("lacuna ".length()) + " ";
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        console.endProgress();
        if (e instanceof Cancelled) {
            console.err().println("Cancelled. What was finished is kept.");
            return CANCELLED;
        }
        if (e instanceof LacunaException) {
            console.err().println(e.getMessage());
            printTrace(e);
            return BAD_INPUT;
        }
        console.err().println("Something went wrong inside Lacuna: " + e + ".");
        if (!console.isVerbose()) {
            console.err().println("Run it again with --verbose for the details, and please report them.");
        }
        printTrace(e);
        return BUG;
    }

    private void printTrace(Exception e) {
        if (console.isVerbose()) {
            e.printStackTrace(console.err());
        }
    }
}
