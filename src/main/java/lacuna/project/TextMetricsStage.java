package lacuna.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lacuna.evaluation.ChosenFeatures;
import lacuna.evaluation.ContinuationScores;
import lacuna.evaluation.FluencyProxies;
import lacuna.evaluation.GeneratedText;
import lacuna.evaluation.GenerationsResult;
import lacuna.evaluation.HeldOutTexts;
import lacuna.evaluation.Judge;
import lacuna.evaluation.Keywords;
import lacuna.evaluation.Perplexity;
import lacuna.evaluation.PerplexityResult;
import lacuna.evaluation.SalientRate;
import lacuna.evaluation.TextMetrics;
import lacuna.evaluation.TextMetrics.Judged;
import lacuna.evaluation.TextMetrics.KeywordList;
import lacuna.evaluation.TextMetrics.Predicted;
import lacuna.evaluation.TextMetrics.Proxies;
import lacuna.evaluation.TextMetrics.Written;
import lacuna.model.ModelVariant;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.jspecify.annotations.Nullable;

/** Texts before and after: how well they are predicted, and what the continuations of a run's evaluation are like. */
final class TextMetricsStage {

    /** Subfolder of a run for what a stopped measurement goes on from. */
    static final String KEPT = "texts";

    private static final String TARGET = "target";

    private final LoadedProject loaded;
    private final TextMeasures asked;
    private final Path folder;
    private final InputHashes inputs;

    TextMetricsStage(LoadedProject loaded, RunFolder run, TextMeasures asked) {
        this.loaded = loaded;
        this.inputs = new InputHashes(loaded.project());
        this.asked = asked;
        this.folder = run.file(KEPT);
    }

    /**
     * @param identity changes whenever the variant is another one
     * @param chosen the suppressed features, each SAE once; may be empty
     */
    TextMetrics run(
            Evaluation.Pair pair, List<ChosenFeatures> chosen, ModelVariant variant, String identity, Progress progress)
            throws LacunaException {
        List<Predicted> predicted = new ArrayList<>();
        Project project = loaded.project();
        predicted.add(predicted(TARGET, project.targetHeldOut(), variant, identity, progress));
        predicted.add(predicted("benign", project.benignHeldOut(), variant, identity, progress));
        CorpusEntry general = project.manifest().corpora().perplexity();
        if (general != null) {
            predicted.add(predicted("general", general, variant, identity, progress));
        }
        Path list = keywordFile();
        Keywords keywords = list == null ? null : Keywords.read(list);
        KeywordList named = list == null || keywords == null
                ? null
                : new KeywordList(String.valueOf(list.getFileName()), Fingerprints.ofFile(list), keywords.size());
        return new TextMetrics(
                predicted, written(pair, chosen, keywords, progress), continuations(pair), named, List.of());
    }

    private static String continuations(Evaluation.Pair pair) {
        List<GenerationsResult> both = new ArrayList<>();
        for (Evaluation state : List.of(pair.before(), pair.after())) {
            if (state.generations() != null) {
                both.add(state.generations());
            }
        }
        return Fingerprints.ofText(Json.line(both));
    }

    private @Nullable Path keywordFile() {
        Path usual = loaded.project().folder().resolve(Keywords.FILE);
        return asked.keywords().orElse(Files.exists(usual) ? usual : null);
    }

    private Predicted predicted(
            String kind, CorpusEntry corpus, ModelVariant variant, String identity, Progress progress)
            throws LacunaException {
        HeldOutTexts texts = loaded.heldOut(corpus);
        return Predicted.of(
                kind,
                perplexity(
                        kind + "-before", texts, ModelVariant.UNCHANGED, "", new PrefixedProgress("Before", progress)),
                perplexity(kind + "-after", texts, variant, identity, new PrefixedProgress("After", progress)));
    }

    /** A perplexity with what it depends on. */
    private record Kept(String key, PerplexityResult result) {}

    private PerplexityResult perplexity(
            String name, HeldOutTexts texts, ModelVariant variant, String identity, Progress progress)
            throws LacunaException {
        Path file = folder.resolve(name + ".json");
        String key = Fingerprints.key(inputs.get(), texts.sha256(), texts.maxTokens(), identity);
        if (Files.exists(file)) {
            Kept kept = Json.read(file, Kept.class);
            if (kept.key.equals(key)) {
                return kept.result;
            }
        }
        PerplexityResult result = new Perplexity(
                        loaded.project().manifest().statistics().batchSize())
                .run(loaded.model(), texts, variant, progress);
        Json.write(file, new Kept(key, result));
        return result;
    }

    private List<Written> written(
            Evaluation.Pair pair, List<ChosenFeatures> chosen, @Nullable Keywords keywords, Progress progress)
            throws LacunaException {
        GenerationsResult before = pair.before().generations();
        GenerationsResult after = pair.after().generations();
        List<Written> written = new ArrayList<>();
        if (before == null || after == null) {
            return written;
        }
        for (String group : groups(before)) {
            written.add(new Written(
                    group,
                    of(before, group).size(),
                    proxies(of(before, group), chosen, keywords, new PrefixedProgress("Before", progress)),
                    proxies(of(after, group), chosen, keywords, new PrefixedProgress("After", progress))));
        }
        return written;
    }

    private static List<String> groups(GenerationsResult generations) {
        Set<String> groups = new LinkedHashSet<>();
        generations.texts().forEach(text -> groups.add(text.group()));
        groups.add(TextMetrics.ALL);
        return List.copyOf(groups);
    }

    private static List<GeneratedText> of(GenerationsResult generations, String group) {
        return generations.texts().stream()
                .filter(text -> group.equals(TextMetrics.ALL) || text.group().equals(group))
                .toList();
    }

    private Proxies proxies(
            List<GeneratedText> texts, List<ChosenFeatures> chosen, @Nullable Keywords keywords, Progress progress)
            throws LacunaException {
        List<String> plain = texts.stream().map(GeneratedText::text).toList();
        return new Proxies(
                FluencyProxies.mean(plain),
                ContinuationScores.perplexityUnderFrozen(loaded.model(), texts, progress),
                chosen.isEmpty() ? null : SalientRate.of(loaded.model(), texts, chosen, progress),
                keywords == null ? null : keywords.rate(plain));
    }

    /** The judge's ratings of the continuations; none where no judge was asked for, or nothing was continued. */
    List<Judged> judged(Evaluation.Pair pair, Progress progress) throws LacunaException {
        Optional<Judge> judge = asked.judge();
        GenerationsResult before = pair.before().generations();
        GenerationsResult after = pair.after().generations();
        List<Judged> judged = new ArrayList<>();
        if (judge.isEmpty() || before == null || after == null) {
            return judged;
        }
        for (Judge.Scale scale : Judge.Scale.values()) {
            Judge.Ratings first = ratings(judge.get(), scale, "before", before, progress);
            Judge.Ratings second = ratings(judge.get(), scale, "after", after, progress);
            for (String group : groups(before)) {
                int[] places = IntStream.range(0, before.texts().size())
                        .filter(i -> group.equals(TextMetrics.ALL)
                                || before.texts().get(i).group().equals(group))
                        .toArray();
                judged.add(Judged.of(group, first, second, places));
            }
        }
        return judged;
    }

    private Judge.Ratings ratings(
            Judge judge, Judge.Scale scale, String state, GenerationsResult generations, Progress progress)
            throws LacunaException {
        Path journal = folder.resolve("judge-" + scale.name().toLowerCase(Locale.ROOT) + "-" + state + ".jsonl");
        return judge.resume(scale, this::concept, generations.texts(), journal, progress);
    }

    /** CRISP's judge rates whether a continuation keeps to the concept of its beginning; only the target's has a name of its own. */
    private String concept(GeneratedText text) {
        if (!text.group().equals(TARGET)) {
            return "the subject of the beginning";
        }
        return asked.concept().isEmpty() ? loaded.project().manifest().name() : asked.concept();
    }
}
