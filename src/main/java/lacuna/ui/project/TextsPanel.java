package lacuna.ui.project;

import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import lacuna.ui.session.Amounts;
import lacuna.ui.session.ProjectFacts;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.widget.CopyText;
import lacuna.ui.widget.Words;

/** The corpora: what they are, how they were read, and how they begin. */
final class TextsPanel extends VBox {

    private static final int SHORT_HASH = 12;

    private final VBox preview = new VBox(8);

    TextsPanel(ProjectFacts facts) {
        getStyleClass().add("panel");
        Label heading = Words.heading("Texts");
        FactGrid grid = FactGrid.of(
                FactGrid.text("Used as"),
                FactGrid.text("File"),
                FactGrid.text("Format"),
                FactGrid.text("Encoding"),
                FactGrid.number("Documents"),
                FactGrid.number("Tokens"),
                FactGrid.number("Size"),
                FactGrid.rest("SHA-256"));
        facts.corpora().forEach(corpus -> addRow(grid, corpus));
        preview.setId("corpus-preview");
        preview.getStyleClass().add("corpus-preview");
        preview.setVisible(false);
        preview.setManaged(false);
        Label rest = Words.label(String.format(
                "Questions: %,d target, %,d benign%s.   Prompts: %,d.",
                facts.questionsTarget(),
                facts.questionsBenign(),
                facts.questionsGeneral() == 0 ? "" : String.format(", %,d general", facts.questionsGeneral()),
                facts.prompts()));
        getChildren().addAll(heading, grid, preview, rest);
    }

    private void addRow(FactGrid grid, CorpusFacts corpus) {
        Label role = new Label(corpus.role().title());
        switch (corpus.role()) {
            case TARGET, TARGET_HELD_OUT -> role.getStyleClass().addAll("chip", "target");
            case BENIGN, BENIGN_HELD_OUT -> role.getStyleClass().addAll("chip", "benign");
            default -> role.getStyleClass().add("chip");
        }
        Hyperlink file = new Hyperlink(corpus.name());
        file.setId("corpus-" + corpus.role().name().toLowerCase(java.util.Locale.ROOT));
        file.setTooltip(new Tooltip("Show how it begins"));
        file.setOnAction(event -> show(corpus));
        CopyText hash = new CopyText("SHA-256", corpus.sha256().substring(0, SHORT_HASH), corpus.sha256());
        hash.getStyleClass().add("mono");
        Label tokens = FactGrid.value(String.format(
                corpus.tokens().exact() ? "%,d" : "\u2248 %,d", corpus.tokens().tokens()));
        if (!corpus.tokens().exact()) {
            tokens.setTooltip(new Tooltip("Estimated from the first half million characters"));
        }
        grid.row(
                role,
                file,
                new Label(corpus.format()),
                new Label(corpus.encoding()),
                FactGrid.value(String.format("%,d", corpus.documents())),
                tokens,
                FactGrid.value(Amounts.bytes(corpus.bytes())),
                hash);
    }

    private void show(CorpusFacts corpus) {
        boolean same = corpus.equals(preview.getUserData()) && preview.isVisible();
        preview.setUserData(corpus);
        preview.setVisible(!same);
        preview.setManaged(!same);
        Label title = new Label(corpus.name() + " begins");
        title.getStyleClass().add("fact-head");
        preview.getChildren().setAll(title);
        for (String text : corpus.preview()) {
            Label document = new Label(text);
            document.setWrapText(true);
            document.setMinHeight(USE_PREF_SIZE);
            preview.getChildren().add(document);
        }
    }
}
