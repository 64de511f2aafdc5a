package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.project.Marks.Mark;
import lacuna.project.Marks.Verdict;
import lacuna.project.ProjectManifest.Corpora;
import lacuna.project.ProjectManifest.CorpusEntry;
import lacuna.project.ProjectManifest.GenerationSettings;
import lacuna.project.ProjectManifest.SaeEntry;
import lacuna.project.ProjectManifest.StatisticsSettings;
import lacuna.run.LacunaException;
import lacuna.selection.CrispMode;
import lacuna.unlearning.CrispConfig;
import lacuna.unlearning.UnlearnPreset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {

    @TempDir
    Path folder;

    private Path toy;

    @BeforeEach
    void writeProject() throws IOException, LacunaException {
        toy = ToyProject.write(folder.resolve("toy"));
    }

    @Test
    void readsTheManifestAndResolvesItsPaths() throws LacunaException {
        Project project = Project.open(toy);

        assertThat(project.manifest().name()).isEqualTo("Toy");
        assertThat(project.model()).isEqualTo(toy.resolve("model"));
        assertThat(project.hooks()).map(Object::toString).containsExactly("resid_post.1", "resid_post.2");
        assertThat(project.corpus(project.manifest().corpora().target()).documents())
                .hasSize(8);
        assertThat(project.manifest().selection().mode()).isEqualTo(CrispMode.ALIGNED);
    }

    @Test
    void aPromptThatLeavesNoRoomForAnAnswerIsToldBeforeAnythingIsTrained() throws Exception {
        Files.writeString(
                toy.resolve("prompts.json"),
                "[{\"text\": \"Once upon a time " + "dragon ".repeat(2000) + "\", \"group\": \"target\"}]");
        assertThatThrownBy(() -> Project.open(toy))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("begins 'Once upon a time dragon")
                .hasMessageContaining("Shorten it in prompts.json");
    }

    @Test
    void opensByItsFileToo() throws LacunaException {
        assertThat(Project.open(toy.resolve("project.json")).folder()).isEqualTo(toy);
    }

    @Test
    void savesWhatItReadsBackUnchanged() throws LacunaException {
        Project project = Project.open(toy);
        ProjectManifest changed = project.manifest()
                .withSeed(77)
                .withSelection(new SelectionSettings(CrispMode.PAPER, 9, 0))
                .withUnlearning(UnlearningSettings.ofPreset("ember-isles").with(12.5, 4, null, 30, null, null));

        project.save(changed.withUnlearning(project.manifest().unlearning()));
        Project saved = project.save(changed);

        assertThat(Project.open(toy).manifest()).isEqualTo(changed).isEqualTo(saved.manifest());
    }

    @Test
    void createsAProjectFromWhatTheWindowAsks() throws LacunaException, IOException {
        Files.delete(toy.resolve("project.json"));
        ProjectManifest manifest = new ProjectManifest(
                ProjectManifest.VERSION,
                "New",
                "",
                "model",
                List.of(SaeEntry.of("resid_post.1", "saes/resid_post.1")),
                new Corpora(
                        CorpusEntry.of("corpora/target.jsonl"),
                        CorpusEntry.of("corpora/benign.jsonl"),
                        null,
                        null,
                        null,
                        null),
                null,
                null,
                SelectionSettings.DEFAULT,
                UnlearningSettings.DEFAULT,
                StatisticsSettings.DEFAULT,
                GenerationSettings.DEFAULT,
                0);

        Project.create(toy, manifest);

        assertThat(Project.open(toy).manifest()).isEqualTo(manifest);
        assertThatThrownBy(() -> Project.create(toy, manifest)).hasMessageContaining("holds a project already");
    }

    @Test
    void writesNothingIfWhatIsNamedDoesNotFit() throws LacunaException, IOException {
        Project project = Project.open(toy);
        String before = Files.readString(project.file());
        ProjectManifest spoiled = project.manifest().withSelection(new SelectionSettings(CrispMode.CODE, 0, 3));

        assertThatThrownBy(() -> project.save(spoiled)).isInstanceOf(LacunaException.class);
        assertThat(Files.readString(project.file())).isEqualTo(before);
    }

    @Test
    void fillsInWhatAShortManifestLeavesOut() throws IOException, LacunaException {
        ToyProject.edit(
                toy, "\"selection\": {\"mode\": \"aligned\", \"k\": 3, \"tau\": 1.01},", "\"selection\": {\"k\": 7},");
        ToyProject.edit(
                toy, "\"maxNewTokens\": 4, \"temperature\": 0, \"topK\": 0, \"topP\": 1", "\"maxNewTokens\": 4");

        ProjectManifest manifest = Project.open(toy).manifest();

        assertThat(manifest.selection()).isEqualTo(new SelectionSettings(CrispMode.ALIGNED, 7, 3));
        assertThat(manifest.generation()).isEqualTo(new GenerationSettings(4, 0, 0, 1));
    }

    @Test
    void putsOwnValuesOnTopOfAPreset() throws LacunaException {
        CrispConfig preset = (CrispConfig) UnlearnPreset.named("ember-isles").config();

        CrispConfig config = (CrispConfig) UnlearningSettings.ofPreset("ember-isles")
                .with(33.0, 2, null, 7, null, null)
                .resolve(CrispMode.ALIGNED, 9);

        assertThat(config.suppression()).isEqualTo(33);
        assertThat(config.lora().rank()).isEqualTo(2);
        assertThat(config.lora().alpha()).as("twice the rank").isEqualTo(4);
        assertThat(config.steps()).isEqualTo(7);
        assertThat(config.seed()).isEqualTo(9);
        assertThat(config.learningRate()).isEqualTo(preset.learningRate());
    }

    @Test
    void keepsMarksInOrderAndReplacesThem() throws LacunaException {
        Mark first = new Mark("resid_post.10", 4, Verdict.SUPPRESS, "fire", "");
        Mark second = new Mark("resid_post.2", 90, Verdict.KEEP, "", "seen in both");
        Marks marks = Marks.NONE.with(first).with(second).with(new Mark("resid_post.2", 5, Verdict.SUPPRESS, "", ""));

        marks.write(toy.resolve("marks.json"));
        Marks read = Marks.read(toy.resolve("marks.json"));

        assertThat(read).isEqualTo(marks);
        assertThat(read.marks()).map(Mark::feature).containsExactly(5, 90, 4);
        assertThat(read.suppressed()).map(Mark::feature).containsExactly(5, 4);
        assertThat(read.with(new Mark("resid_post.2", 5, Verdict.UNDECIDED, "", ""))
                        .of("resid_post.2", 5))
                .as("a blank mark is no mark")
                .isEmpty();
    }

    @Test
    void findsTheSampleWhereItIsTold() {
        String before = System.getProperty(SampleProject.PROPERTY);
        try {
            System.setProperty(SampleProject.PROPERTY, toy.toString());
            assertThat(SampleProject.find()).contains(toy);
        } finally {
            if (before == null) {
                System.clearProperty(SampleProject.PROPERTY);
            } else {
                System.setProperty(SampleProject.PROPERTY, before);
            }
        }
    }
}
