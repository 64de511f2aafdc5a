package lacuna;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.cli.CommandLineInterface;
import lacuna.project.ProjectManifest;
import lacuna.tensor.Torch;
import lacuna.ui.Screens;
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
        System.exit(CommandLineInterface.ofProcess().run(args));
    }

    private static boolean isProject(String argument) {
        return !argument.startsWith("-")
                && Files.isRegularFile(Path.of(argument).resolve(ProjectManifest.FILE));
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
