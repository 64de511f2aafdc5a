package lacuna.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A command run inside this process, with what it printed. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(String... args) {
        return of(Interrupts.none(), args);
    }

    static CommandRun of(Interrupts interrupts, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(out, err, interrupts, ConsoleProgress.Style.LINES);
        int exitCode = new CommandLineInterface(console).run(args);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
