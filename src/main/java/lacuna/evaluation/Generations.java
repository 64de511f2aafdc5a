package lacuna.evaluation;

import java.util.ArrayList;
import java.util.List;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.run.LacunaException;
import lacuna.run.Progress;

/** Continues prompts. Each starts from the same seed, so that a prompt's text does not depend on the prompts before it. */
public final class Generations {

    private final GenerationConfig config;

    public Generations(GenerationConfig config) {
        this.config = config;
    }

    /**
     * @param variant the model as it is, adapted, or edited
     * @param progress told after each prompt, asked before each token
     * @throws LacunaException if the user cancelled, or a prompt is empty where the model needs one
     */
    public GenerationsResult run(LanguageModel model, List<Prompt> prompts, ModelVariant variant, Progress progress)
            throws LacunaException {
        Generator generator = new Generator(model);
        List<GeneratedText> texts = new ArrayList<>(prompts.size());
        for (Prompt prompt : prompts) {
            progress.check();
            Generation generation = generator.generate(prompt.text(), config, variant, quiet(progress), id -> {});
            texts.add(new GeneratedText(prompt.text(), prompt.group(), generation.text(), generation.ids().length));
            progress.report("Continuing prompts", texts.size(), prompts.size());
        }
        return new GenerationsResult(config, texts);
    }

    /** Passes on the wish to cancel only, so that progress counts prompts, whatever a generator may report. */
    private static Progress quiet(Progress progress) {
        return new Progress() {
            @Override
            public void report(String activity, long done, long total) {}

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
    }
}
