package lacuna.ui.report;

import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import lacuna.ui.task.BackgroundJob;
import lacuna.ui.theme.Icon;
import lacuna.ui.widget.ClipboardText;
import lacuna.ui.widget.CopyText;
import lacuna.ui.widget.Words;
import org.jspecify.annotations.Nullable;

/** The reviewer's word, the reports made, and what can be taken out of the run. */
final class ReportActions extends VBox {

    private final ReportModel model;
    private final ReportController controller;
    private Subscription following = Subscription.EMPTY;

    ReportActions(ReportModel model, ReportController controller) {
        this.model = model;
        this.controller = controller;
        getStyleClass().add("report-actions");
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        getChildren().addAll(review(), made(), unopened(), export(), space, running());
    }

    private Node review() {
        TextField reviewer = new TextField();
        reviewer.setId("report-reviewer");
        reviewer.setPromptText("Name");
        reviewer.setAccessibleText("Reviewer\u2019s name");
        reviewer.textProperty().bindBidirectional(model.reviewerProperty());
        TextArea verdict = new TextArea();
        verdict.setId("report-verdict");
        verdict.setPromptText("Was the concept removed? At what cost? Does it come back?");
        verdict.setAccessibleText("Verdict");
        verdict.setPrefRowCount(6);
        verdict.setWrapText(true);
        verdict.textProperty().bindBidirectional(model.verdictProperty());
        for (Region field : List.of(reviewer, verdict)) {
            field.disableProperty().bind(model.previewProperty().isNull());
            field.focusedProperty().subscribe(focused -> {
                if (!focused) {
                    controller.keepReview();
                }
            });
        }
        return section(
                "Reviewer\u2019s verdict",
                reviewer,
                verdict,
                Words.caption("Kept with the run, dated, and printed at the end."));
    }

    private Node made() {
        CopyText where = new CopyText("Where the report is", CopyText.Cut.BEGINNING);
        where.setId("report-made");
        Button open = button("Open in the browser", "report-open", Icon.REPORT, controller::openMade);
        Button show = button("Show in folder", "report-show", Icon.PROJECT, controller::showMade);
        HBox buttons = new HBox(8, open, show);
        buttons.setAlignment(Pos.CENTER_LEFT);
        Node section = section("Made", where, buttons);
        model.madeProperty().subscribe(pages -> {
            section.setVisible(!pages.isEmpty());
            section.setManaged(!pages.isEmpty());
            where.show(words(pages));
        });
        return section;
    }

    private static String words(List<Path> pages) {
        return pages.size() == 1 ? pages.get(0).toString() : pages.size() + " pages, each in the folder of its run";
    }

    /** Where a file lies that no program opened, to be opened by hand. */
    private Node unopened() {
        Label why = Words.caption("");
        why.setId("report-unopened-why");
        VBox paths = new VBox(4);
        Button copy = button("Copy", "report-copy", Icon.COPY, this::copyPaths);
        VBox section = section("Not opened", why, paths, copy);
        section.setId("report-unopened");
        model.unopenedProperty().subscribe(unopened -> {
            section.setVisible(unopened != null);
            section.setManaged(unopened != null);
            if (unopened != null) {
                int files = unopened.paths().size();
                why.setText(unopened.why() + " Open " + (files == 1 ? "it" : "them") + " by hand from:");
                copy.setText(files == 1 ? "Copy path" : "Copy paths");
                paths.getChildren()
                        .setAll(unopened.paths().stream()
                                .map(ReportActions::shown)
                                .toList());
            }
        });
        return section;
    }

    private static Node shown(Path path) {
        CopyText text = new CopyText("Path", CopyText.Cut.BEGINNING);
        text.show(path.toString());
        return text;
    }

    private void copyPaths() {
        ReportModel.Unopened unopened = model.unopenedProperty().get();
        if (unopened != null) {
            ClipboardText.copy(String.join(
                    "\n", unopened.paths().stream().map(Path::toString).toList()));
        }
    }

    private Node export() {
        Button adapter = button("Adapter\u2026", "report-adapter", Icon.SAVE, controller::exportAdapter);
        adapter.setTooltip(new Tooltip("The LoRA adapter as Python\u2019s peft loads it, in a new folder"));
        Button merged = button("Merged model\u2026", "report-merged", Icon.SAVE, controller::exportMerged);
        merged.setTooltip(
                new Tooltip("The model with the adapter in its weights, as transformers loads it, in a new folder"));
        HBox buttons = new HBox(8, adapter, merged);
        Label obstacle = Words.caption("");
        obstacle.setId("report-obstacle");
        model.selectedProperty().subscribe(entry -> {
            String why = entry == null ? "" : entry.run().obstacle();
            obstacle.setText(why.isEmpty() ? "Into a new folder under one that you choose." : why);
            buttons.setDisable(entry == null || !why.isEmpty());
        });
        return section("Export", buttons, obstacle);
    }

    private Button button(String text, String id, Icon icon, Runnable action) {
        Button button = new Button(text, icon.node(13));
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        button.disableProperty().bind(model.jobProperty().isNotNull());
        button.setOnAction(event -> action.run());
        return button;
    }

    private Node running() {
        Label activity = Words.caption("");
        activity.setId("report-activity");
        ProgressBar progress = new ProgressBar();
        progress.getStyleClass().add("small");
        progress.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(progress, Priority.ALWAYS);
        Button cancel = new Button("Cancel", Icon.STOP.node(13));
        cancel.setId("report-cancel");
        cancel.getStyleClass().add("small");
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(event -> controller.cancel());
        HBox line = new HBox(12, progress, cancel);
        line.setAlignment(Pos.CENTER_LEFT);
        VBox box = new VBox(6, activity, line);
        model.jobProperty().subscribe(job -> {
            following.unsubscribe();
            box.setVisible(job != null);
            following = job == null ? Subscription.EMPTY : follow(job, activity, progress);
        });
        return box;
    }

    private static Subscription follow(@Nullable BackgroundJob<?> job, Label activity, ProgressBar progress) {
        return job == null
                ? Subscription.EMPTY
                : job.activityProperty()
                        .subscribe(activity::setText)
                        .and(job.fractionProperty().subscribe(value -> progress.setProgress(value.doubleValue())));
    }

    private static VBox section(String title, Node... rows) {
        Label heading = Words.heading(title);
        VBox box = new VBox(8, heading);
        box.getChildren().addAll(rows);
        return box;
    }
}
