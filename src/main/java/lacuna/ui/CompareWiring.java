package lacuna.ui;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lacuna.evaluation.Prompt;
import lacuna.model.Generation;
import lacuna.model.GenerationConfig;
import lacuna.model.Generator;
import lacuna.model.LanguageModel;
import lacuna.model.ModelVariant;
import lacuna.project.LoadedProject;
import lacuna.project.RunFolder;
import lacuna.project.RunModel;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.text.Tokenizer;
import lacuna.ui.compare.ComparePort;
import lacuna.ui.session.OpenProject;
import lacuna.ui.session.RunChoice;
import lacuna.ui.session.Session;

/** The open project as the place Compare asks for it. */
final class CompareWiring implements ComparePort {

    private final Session session;
    private final OpenProject project;

    CompareWiring(Session session, OpenProject project) {
        this.session = session;
        this.project = project;
    }

    @Override
    public List<Prompt> prompts() {
        return project.prompts();
    }

    @Override
    public GenerationConfig settings() {
        return project.generation();
    }

    @Override
    public List<RunChoice> runs(Progress progress) throws LacunaException {
        return RunList.choices(project.project(), progress);
    }

    @Override
    public Generation generate(
            Optional<String> run, String prompt, GenerationConfig config, Progress progress, Consumer<String> soFar)
            throws LacunaException {
        LoadedProject loaded = session.engineRoom().loaded(project.project(), progress);
        LanguageModel model = loaded.model();
        Growing text = new Growing(model.tokenizer(), prompt, soFar);
        Generator generator = new Generator(model);
        if (run.isEmpty()) {
            return generator.generate(prompt, config, ModelVariant.UNCHANGED, progress, text::add);
        }
        RunFolder folder = RunFolder.at(project.project().runs().resolve(run.get()));
        try (RunModel unlearned = RunModel.open(folder.adapter(), loaded)) {
            return generator.generate(prompt, config, unlearned.variant(), progress, text::add);
        }
    }

    /** The continuation so far, decoded whole each time: a token's text may depend on its neighbours. */
    private static final class Growing {

        private final Tokenizer tokenizer;
        private final Consumer<String> soFar;
        private final String head;
        private int[] ids;

        Growing(Tokenizer tokenizer, String prompt, Consumer<String> soFar) {
            this.tokenizer = tokenizer;
            this.soFar = soFar;
            ids = tokenizer.encode(prompt).ids();
            head = tokenizer.decode(ids);
        }

        void add(int id) {
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = id;
            String whole = tokenizer.decode(ids);
            soFar.accept(whole.startsWith(head) ? whole.substring(head.length()) : whole);
        }
    }
}
