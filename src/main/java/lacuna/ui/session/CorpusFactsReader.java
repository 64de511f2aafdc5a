package lacuna.ui.session;

import java.util.ArrayList;
import java.util.List;
import lacuna.project.Project;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.Corpus;
import lacuna.text.Document;
import lacuna.text.Tokenizer;
import lacuna.ui.session.ProjectFacts.CorpusFacts;
import lacuna.ui.session.ProjectFacts.CorpusRole;
import lacuna.ui.session.ProjectFacts.TokenCount;
import org.jspecify.annotations.Nullable;

/** Gathers what can be said about the corpora of a project. */
final class CorpusFactsReader {

    // decision: half a million characters take about a second to tokenize, and a project must open at once
    private static final long SAMPLE = 500_000;
    private static final int PREVIEW = 3;
    private static final int PREVIEW_LENGTH = 600;

    private final Project project;
    private final Tokenizer tokenizer;
    private final Progress progress;
    private final List<CorpusFacts> facts = new ArrayList<>();

    CorpusFactsReader(Project project, Tokenizer tokenizer, Progress progress) {
        this.project = project;
        this.tokenizer = tokenizer;
        this.progress = progress;
    }

    /** In the order in which they were added. */
    List<CorpusFacts> facts() {
        return facts;
    }

    void add(CorpusRole role, @Nullable CorpusEntry entry) throws LacunaException {
        if (entry == null) {
            return;
        }
        progress.check(); // a large corpus takes a while
        Corpus corpus = project.corpus(entry);
        facts.add(new CorpusFacts(
                role,
                corpus.name(),
                corpus.format(),
                corpus.encoding(),
                corpus.documents().size(),
                tokens(corpus),
                ProjectReader.bytes(project.resolve(entry.path()), ""),
                corpus.sha256(),
                corpus.documents().stream()
                        .limit(PREVIEW)
                        .map(document -> beginning(document.text()))
                        .toList()));
    }

    private static String beginning(String text) {
        return text.length() <= PREVIEW_LENGTH ? text : first(text, PREVIEW_LENGTH) + "\u2026";
    }

    /** Not more than so many characters; one that takes two is not cut in half. */
    private static String first(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private TokenCount tokens(Corpus corpus) {
        long all = corpus.documents().stream()
                .mapToLong(document -> document.text().length())
                .sum();
        long seen = 0;
        long tokens = 0;
        for (Document document : corpus.documents()) {
            if (seen >= SAMPLE) {
                break;
            }
            int left = (int) (SAMPLE - seen);
            String text = document.text().length() <= left ? document.text() : first(document.text(), left);
            tokens += tokenizer.encode(text).length();
            seen += text.length();
            if (text.length() < document.text().length()) {
                break;
            }
        }
        return seen == all
                ? new TokenCount(tokens, true)
                : new TokenCount(Math.round((double) tokens / seen * all), false);
    }
}
