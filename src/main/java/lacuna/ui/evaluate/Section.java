package lacuna.ui.evaluate;

/** What of the place is in front. */
public enum Section {
    OVERVIEW("Overview", "The chosen run before and after, question by question"),
    QUESTIONS("Questions", "Any question set under any protocol, asked of the untouched model and of the chosen run"),
    PERSISTENCE("Persistence", "Whether what the chosen run unlearned comes back"),
    COMPARISON("Comparison", "All measured runs beside each other and the untouched model");

    private final String title;
    private final String meaning;

    Section(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
