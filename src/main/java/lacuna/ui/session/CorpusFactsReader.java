package lacuna.ui.session;

import java.util.ArrayList;
import java.util.List;
import lacuna.project.Project;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.LacunaException;
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
    private final List<CorpusFacts> facts = new ArrayList<>();

    CorpusFactsReader(Project project, Tokenizer tokenizer) {
        this.project = project;
        this.tokenizer = tokenizer;
    }

    /** In the order in which they were added. */
    List<CorpusFacts> facts() {
        return facts;
    }

    void add(CorpusRole role, @Nullable CorpusEntry entry) throws LacunaException {
        if (entry == null) {
            return;
        }
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
        return text.length() <= PREVIEW_LENGTH ? text : text.substring(0, PREVIEW_LENGTH) + "\u2026";
    }

    private TokenCount tokens(Corpus corpus) {
        long all = corpus.documents().stream()
                .mapToLong(document -> document.text().length())
                .sum();
        long seen = 0;
        long tokens = 0;
        for (Document document : corpus.documents()) {
            if (seen > SAMPLE) {
                return new TokenCount(Math.round((double) tokens / seen * all), false);
            }
            tokens += tokenizer.encode(document.text()).length();
            seen += document.text().length();
        }
        return new TokenCount(tokens, true);
    }
}
