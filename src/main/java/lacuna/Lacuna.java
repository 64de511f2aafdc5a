package lacuna;

import lacuna.cli.CommandLineInterface;
import lacuna.tensor.Torch;

/** Where Lacuna starts: with arguments the command line, without any the window. */
public final class Lacuna {

    private Lacuna() {}

    public static void main(String[] args) {
        Torch.stayOffline(); // before anything of the engine can be loaded
        if (args.length == 0) {
            openWindow();
            return;
        }
        System.exit(CommandLineInterface.ofProcess().run(args));
    }

    private static void openWindow() {
        // SEAM: becomes LacunaApp.launch(...) with the merge of the window
        System.exit(CommandLineInterface.ofProcess().run("--help"));
    }
}
