package lacuna;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.cli.CommandLineInterface;
import lacuna.project.ProjectManifest;
import lacuna.tensor.Torch;
import lacuna.ui.Screens;
import lacuna.ui.WindowBench;
import lacuna.ui.app.LacunaApp;

/** Where Lacuna starts: with a command the command line, without any argument or with {@code open} and a project folder the window. */
public final class Lacuna {

    private Lacuna() {}

    public static void main(String[] args) {
        Torch.stayOffline(); // before anything of the engine can be loaded
        if (args.length == 0 || (args.length == 1 && isProject(args[0]))) {
            System.exit(openWindow(List.of(args)));
        }
        if (args.length == 2 && args[0].equals("open")) {
            System.exit(openWindow(List.of(args[1])));
        }
        if (args.length >= 2 && args[0].equals("bench") && args[1].equals("ui")) {
            System.exit(benchWindow(Path.of(args.length > 2 ? args[2] : "sample-projects/ember-isles")));
        }
        System.exit(CommandLineInterface.ofProcess().run(args));
    }

    private static boolean isProject(String argument) {
        return !argument.startsWith("-")
                && Files.isRegularFile(Path.of(argument).resolve(ProjectManifest.FILE));
    }

    /** decision: here and not among the commands, which know nothing of the window. */
    private static int benchWindow(Path project) {
        try {
            WindowBench.run(project).forEach(System.out::println);
            return CommandLineInterface.OK;
        } catch (UnsupportedOperationException e) {
            return CommandLineInterface.ofProcess().noDisplay(e);
        }
    }

    private static int openWindow(List<String> args) {
        try {
            LacunaApp.launch(args, new Screens());
            return CommandLineInterface.OK;
        } catch (UnsupportedOperationException e) {
            return CommandLineInterface.ofProcess().noDisplay(e);
        }
    }
}
