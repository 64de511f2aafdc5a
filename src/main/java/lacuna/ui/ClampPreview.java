package lacuna.ui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lacuna.evaluation.HeldOutTexts;
import lacuna.evaluation.Perplexity;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.HookPoint;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.project.LoadedProject;
import lacuna.project.ProjectManifest;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.steering.Clamp;
import lacuna.steering.Intervention;
import lacuna.text.Corpus;
import lacuna.text.Document;
import lacuna.ui.features.PreviewRequest;
import lacuna.ui.features.PreviewRequest.Side;
import lacuna.ui.features.PreviewResult;
import lacuna.ui.features.PreviewResult.Change;
import org.jspecify.annotations.Nullable;

/** Continues a prompt and measures perplexity with features clamped; what the model does unclamped is measured once. */
final class ClampPreview {

    /** Enough to tell a good choice from a bad one in seconds; evaluation reads them all. */
    private static final int DOCUMENTS = 48;

    /** What is read, and the perplexities of the model as it is. */
    private record Clean(HeldOutTexts targetTexts, HeldOutTexts benignTexts, double target, double benign) {}

    private @Nullable Clean clean;

    PreviewResult run(LoadedProject loaded, PreviewRequest request, Progress progress) throws LacunaException {
        LanguageModel model = loaded.model();
        ProjectManifest manifest = loaded.project().manifest();
        Clean before = clean;
        if (before == null) {
            HeldOutTexts target = texts(loaded, loaded.project().targetHeldOut());
            HeldOutTexts benign = texts(loaded, loaded.project().benignHeldOut());
            before = new Clean(
                    target,
                    benign,
                    perplexity(loaded, target, ModelVariant.UNCHANGED, progress),
                    perplexity(loaded, benign, ModelVariant.UNCHANGED, progress));
            clean = before;
        }
        Map<HookPoint, int[]> features = new TreeMap<>();
        request.features()
                .forEach((hook, chosen) -> features.put(
                        hook, chosen.stream().mapToInt(Integer::intValue).toArray()));
        GenerationConfig config = new GenerationConfig(
                request.maxNewTokens(),
                manifest.generation().temperature(),
                manifest.generation().topK(),
                manifest.generation().topP(),
                request.seed());
        Map<Side, String> texts = new EnumMap<>(Side.class);
        try (Intervention clamped = Intervention.clamp(
                model, loaded.saes(manifest.selection().mode()), features, new Clamp(request.value(), 0))) {
            for (Side side : request.wanted()) {
                ModelVariant variant = side == Side.CLEAN ? ModelVariant.UNCHANGED : clamped.variant();
                texts.put(
                        side,
                        new Generator(model)
                                .generate(request.prompt(), config, variant, progress, id -> {})
                                .text());
            }
            return new PreviewResult(
                    texts,
                    new Change(before.target(), perplexity(loaded, before.targetTexts(), clamped.variant(), progress)),
                    new Change(before.benign(), perplexity(loaded, before.benignTexts(), clamped.variant(), progress)),
                    DOCUMENTS);
        }
    }

    private static HeldOutTexts texts(LoadedProject loaded, ProjectManifest.CorpusEntry entry) throws LacunaException {
        int maxTokens = Math.min(
                loaded.project().manifest().statistics().maxTokens(),
                loaded.model().config().contextLength());
        Corpus corpus = loaded.project().corpus(entry);
        List<Document> first = corpus.documents()
                .subList(0, Math.min(DOCUMENTS, corpus.documents().size()));
        return HeldOutTexts.of(
                new Corpus(corpus.name(), first, corpus.sha256(), corpus.format(), corpus.encoding()),
                loaded.model().tokenizer(),
                maxTokens);
    }

    private static double perplexity(LoadedProject loaded, HeldOutTexts texts, ModelVariant variant, Progress progress)
            throws LacunaException {
        return new Perplexity(loaded.project().manifest().statistics().batchSize())
                .run(loaded.model(), texts, variant, progress)
                .perplexity();
    }
}
