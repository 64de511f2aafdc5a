package lacuna.cli;

import lacuna.project.LoadedProject;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.project.RunJob;
import lacuna.project.RunRequest;
import lacuna.run.LacunaException;
import lacuna.tensor.Torch;
import lacuna.unlearning.TrainingListener;
import lacuna.unlearning.UnlearnResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Statistics, selection and training, without evaluation. */
@Command(
        name = "train",
        description = {
            "Train the adapter that suppresses the chosen features; nothing is evaluated.",
            "'lacuna run' with the same --out and options adds the evaluation later."
        },
        footer = {
            "",
            "Examples:",
            "  lacuna train sample-projects/ember-isles --out runs/first --steps 100",
            "  lacuna train my-project --marks --suppression 30"
        })
final class TrainCommand extends StageCommand {

    @Mixin
    private ProjectOptions projectOptions = new ProjectOptions();

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Mixin
    private RunFolderOption out = new RunFolderOption();

    TrainCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        Project project = projectOptions.open(common(), training);
        RunFolder folder = out.of(project);
        try (Torch torch = common().start();
                LoadedProject loaded =
                        LoadedProject.load(project, torch, console().progress())) {
            RunRequest request = RunRequest.of(project, projectOptions.source()).withSchedule(training.schedule());
            UnlearnResult result = new RunJob(loaded, folder)
                    .train(request, TrainingListener.NONE, console().progress());
            if (result.steps() == 0) {
                console().print("Nothing to train: the features are clamped while the model runs.");
                console().print("Clamps: %s", result.adapter());
                return;
            }
            console()
                    .print(
                            "%d steps in %s; loss %.4g -> %.4g.",
                            result.steps(),
                            ConsoleProgress.duration(result.seconds()),
                            result.first().total(),
                            result.last().total());
            console().print("Adapter: %s", result.adapter());
        }
    }
}
