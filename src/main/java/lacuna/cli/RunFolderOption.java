package lacuna.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import lacuna.project.Project;
import lacuna.project.RunFolder;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run is written: shared by the commands that train. */
final class RunFolderOption {

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Run folder (default: a new one under PROJECT/runs).")
    private @Nullable Path out;

    /** The folder that was asked for, or a new one of the project. */
    RunFolder of(Project project) throws LacunaException {
        return out == null
                ? RunFolder.create(project, project.unlearnConfig(), LocalDateTime.now())
                : RunFolder.at(out);
    }
}
