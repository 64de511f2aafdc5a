package lacuna.ui;

import java.nio.file.Path;
import java.util.List;
import lacuna.project.FileKind;
import lacuna.project.Project;
import lacuna.project.ProjectEdit;
import lacuna.run.LacunaException;
import lacuna.ui.app.AppContext;
import lacuna.ui.features.FeaturesController;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.Session;

/** What becomes of files and folders dropped on the window: each where it belongs, and a sentence where it belongs nowhere. */
final class Dropped {

    private final AppContext context;
    private final Session session;
    private final FeaturesController features;

    Dropped(AppContext context, Session session, FeaturesController features) {
        this.context = context;
        this.session = session;
        this.features = features;
    }

    void accept(List<Path> paths) {
        for (Path path : paths) {
            FileKind kind = FileKind.of(path);
            OpenProject open = session.project();
            if (kind == FileKind.PROJECT) {
                session.open(path);
            } else if (kind == FileKind.UNKNOWN) {
                context.errors()
                        .show(
                                path.getFileName()
                                        + " is nothing that Lacuna knows. Drop a project folder, a model folder, an"
                                        + " SAE, texts (.txt, .md, .jsonl, .csv, .parquet), labels (.jsonl.gz) or a selection"
                                        + " (.json).",
                                null);
            } else if (open == null) {
                context.errors().show("No project is open to take " + path.getFileName() + ". Open one first.", null);
            } else {
                into(open.project(), kind, path);
            }
        }
    }

    private void into(Project project, FileKind kind, Path path) {
        switch (kind) {
            case SELECTION -> {
                context.navigation().show(features.title());
                features.judgement().importFrom(path);
            }
            case LABELS -> {
                context.navigation().show(features.title());
                features.judgement().importLabels(List.of(path));
            }
            case CORPUS -> corpus(project, path);
            case SAE ->
                edit(
                        project,
                        "Read features of " + path.getFileName() + "?",
                        "Add the SAE",
                        () -> ProjectEdit.sae(project, path));
            case MODEL ->
                edit(
                        project,
                        "Take " + path.getFileName() + " as the model?",
                        "Change the model",
                        () -> ProjectEdit.model(project, path));
            case PROJECT, UNKNOWN -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void corpus(Project project, Path path) {
        int answer = context.dialogs()
                .choose(
                        "What are the texts of " + path.getFileName() + "?",
                        "They take the place of that corpus in the project's file; the texts themselves stay where they are.",
                        List.of("What is to be forgotten", "What is to stay", "Cancel"));
        if (answer < 2) {
            save(project, () -> ProjectEdit.corpus(project, answer == 0 ? "target" : "benign", path));
        }
    }

    /** A change of the project's file. */
    @FunctionalInterface
    private interface Edit {
        Project make() throws LacunaException;
    }

    private void edit(Project project, String question, String proceed, Edit edit) {
        String text = "This changes the file of the project "
                + project.manifest().name() + ". Statistics are counted anew when you next ask for them.";
        if (context.dialogs().confirm(question, text, proceed)) {
            save(project, edit);
        }
    }

    private void save(Project project, Edit edit) {
        context.jobs()
                .submit("Change " + project.manifest().name(), progress -> edit.make())
                .outcome(changed -> "Written to " + changed.file().getFileName())
                .onSuccess(changed -> session.reopen(changed.folder()));
    }
}
