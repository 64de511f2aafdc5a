package lacuna.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import lacuna.cli.CommandRun;
import lacuna.evaluation.Flip;
import lacuna.evaluation.MultipleChoiceResult;
import lacuna.evaluation.Protocol;
import lacuna.evaluation.QuestionResult;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that comes to name general questions after its first run: what the command line asks, keeps, compares and reports. */
class GeneralQuestionsTest {

    @TempDir
    Path folder;

    private static String lacuna(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        if (!args[0].equals("compare") && !args[0].equals("report")) {
            all.addAll(List.of("--quiet", "--threads", "1"));
        }
        CommandRun command = CommandRun.of(all.toArray(String[]::new));
        assertThat(command.exitCode()).as(command.err()).isZero();
        return command.out();
    }

    private static JsonNode evaluation(Path run) throws LacunaException {
        return Json.readTree(run.resolve(RunFolder.EVALUATION));
    }

    @Test
    void theyAreAskedKeptComparedAndReportedAndOldRunsAreCaughtUpWith() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        Path old = folder.resolve("old");
        Path asked = folder.resolve("asked");
        lacuna("run", project.toString(), "--out", old.toString());
        assertThat(evaluation(old).at("/after").has("general")).isFalse();
        assertThat(lacuna("compare", old.toString()))
                .contains("P: perplexity before / after, at most 100 %, in the place of general questions (M)")
                .doesNotContain("Not asked the same");

        ToyProject.nameGeneral(project);
        assertThat(lacuna("run", project.toString(), "--out", asked.toString())).contains("General accuracy");
        JsonNode summary = Json.readTree(asked.resolve(RunFolder.SUMMARY));
        double after = summary.at("/general/accuracy_after").asDouble(Double.NaN);
        assertThat(after).isBetween(0.0, 1.0);
        assertThat(evaluation(asked).at("/before/general/questionSet").asText()).isEqualTo("general.json");
        assertThat(Json.readTree(asked.resolve(RunFolder.SETTINGS))
                        .path("inputs")
                        .has("questions/general.json"))
                .isTrue();

        assertThat(lacuna("compare", old.toString(), asked.toString()))
                .contains("Not asked the same general questions in the same way as the others: old.")
                .contains("P: perplexity");
        lacuna("evaluate", project.toString(), "--run", old.toString(), "--parts", "questions");
        assertThat(lacuna("compare", old.toString(), asked.toString()))
                .contains("General: general.json, protocol continuation likelihood")
                .contains("M: accuracy on general questions")
                .doesNotContain("Not asked", "perplexity before");

        double unlearned = 1 - summary.at("/target/accuracy_after").asDouble();
        double retained = summary.at("/benign/accuracy_after").asDouble();
        double product = unlearned * retained * after;
        JsonNode rows = Json.parseTree(lacuna("compare", asked.toString(), "--json"), "compare")
                .path("runs");
        assertThat(rows.get(1).at("/overall/parts/2/kind").asText()).isEqualTo("GENERAL");
        assertThat(rows.get(1).at("/overall/parts/2/value").asDouble()).isEqualTo(100 * after);
        assertThat(rows.get(1).at("/overall/score").asDouble())
                .isCloseTo(product == 0 ? 0 : 300 / (1 / unlearned + 1 / retained + 1 / after), within(1e-6));

        lacuna("report", asked.toString(), "--out", folder.resolve("page.html").toString());
        JsonNode report = Json.readTree(folder.resolve("page.json"));
        assertThat(report.path("questions"))
                .extracting(set -> set.path("kind").asText())
                .containsExactly("target", "benign", "general");
        assertThat(Files.readString(folder.resolve("page.html")))
                .contains("general questions: general.json", "M: accuracy on general questions");
        assertThat(lacuna("evaluate", project.toString())).contains("General accuracy");
        flipsHaveTheirTextsWhileTheProjectHasTheQuestions(project, RunFolder.at(asked));
    }

    @Test
    void theProjectSaysWhetherTheyAreAskedByLetter() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyProject.nameGeneral(project);
        Path text = folder.resolve("text");
        Path letters = folder.resolve("letters");
        lacuna("run", project.toString(), "--out", text.toString());
        lacuna("run", project.toString(), "--out", letters.toString());
        assertThat(evaluation(letters).at("/after/general/protocol").asText()).isEqualTo("continuation likelihood");
        byte[] adapter = Files.readAllBytes(letters.resolve("adapter/adapter_model.safetensors"));
        Files.delete(letters.resolve("checkpoint.safetensors")); // so that training again would be seen

        ToyProject.edit(
                project,
                "\"questions/general.json\"",
                "{\"path\": \"questions/general.json\", \"protocol\": \"harness\"}");
        lacuna("run", project.toString(), "--out", letters.toString());
        JsonNode asked = evaluation(letters);
        for (String state : List.of("/before", "/after")) {
            assertThat(asked.at(state + "/general/protocol").asText()).isEqualTo("harness letters");
            assertThat(asked.at(state + "/general/template").asText()).contains("{choices}");
            assertThat(asked.at(state + "/target/protocol").asText()).isEqualTo("continuation likelihood");
        }
        assertThat(letters.resolve("adapter/adapter_model.safetensors")).hasBinaryContent(adapter);
        assertThat(letters.resolve("checkpoint.safetensors"))
                .as("nothing was trained again")
                .doesNotExist();
        FileTime kept = Files.getLastModifiedTime(letters.resolve(RunFolder.EVALUATION));
        lacuna("run", project.toString(), "--out", letters.toString());
        assertThat(Files.getLastModifiedTime(letters.resolve(RunFolder.EVALUATION)))
                .as("asked as the project says: nothing to do")
                .isEqualTo(kept);

        assertThat(lacuna("compare", text.toString(), letters.toString()))
                .contains("Not asked the same general questions in the same way as the others: letters.");
        lacuna("evaluate", project.toString(), "--run", text.toString(), "--parts", "questions");
        assertThat(lacuna("compare", text.toString(), letters.toString()))
                .contains("General: general.json, protocol harness letters", "M: accuracy on general questions");
        assertThat(lacuna("evaluate", project.toString())).containsPattern("General accuracy .* harness letters");
        lacuna(
                "report",
                letters.toString(),
                "--out",
                folder.resolve("page.html").toString());
        assertThat(Files.readString(folder.resolve("page.html"))).contains("Protocol: harness letters.");
    }

    @Test
    void anotherTemplateMeasuresBothStatesAgain() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        Path run = folder.resolve("run");
        lacuna("run", project.toString(), "--out", run.toString());
        ToyProject.edit(
                project,
                "\"benign\": \"questions/benign.json\"}",
                "\"benign\": \"questions/benign.json\", \"template\": \"Say: {question}\"}");
        ToyProject.edit(project, "\"statistics\": {\"maxTokens\": 32", "\"statistics\": {\"maxTokens\": 16");
        lacuna("evaluate", project.toString(), "--run", run.toString(), "--parts", "questions");
        for (String state : List.of("/before", "/after")) {
            assertThat(evaluation(run).at(state + "/target/template").asText()).isEqualTo("Say: {question}");
            assertThat(evaluation(run).at(state + "/perplexity/maxTokens").asInt())
                    .isEqualTo(16);
            assertThat(evaluation(run).at(state + "/activity/maxTokens").asInt())
                    .isEqualTo(16);
        }
        assertThat(lacuna("compare", run.toString())).contains("Target: target.json");

        // as an earlier version left it
        Files.writeString(
                run.resolve(RunFolder.EVALUATION),
                Files.readString(run.resolve(RunFolder.EVALUATION)).replaceFirst("Say: ", "Ask: "));
        CommandRun report = CommandRun.of("report", run.toString());
        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("The target questions were asked otherwise before unlearning than after it.");
    }

    @Test
    void aPathAloneIsWrittenAsItWasAndAWrongProtocolIsTold() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyProject.nameGeneral(project);
        ProjectManifest manifest = Project.open(project).manifest();
        assertThat(Json.parseTree(Json.line(manifest), "manifest")
                        .at("/questions/general")
                        .asText())
                .isEqualTo("questions/general.json");

        String object = "{\"path\": \"questions/general.json\", \"protocol\": \"harness\"}";
        ToyProject.edit(project, "\"questions/general.json\"", object);
        Project saved = Project.open(project).save(Project.open(project).manifest());
        assertThat(Json.readTree(saved.file()).at("/questions/general").toString())
                .isEqualTo(object.replace(": ", ":").replace(", ", ","));
        assertThat(new ProjectFiles(saved).generalConfig().protocol()).isEqualTo(Protocol.HARNESS_LETTERS);

        String whole = Files.readString(saved.file());
        Files.writeString(saved.file(), whole.replace("\"harness\"", "\"abc\""));
        assertThatThrownBy(() -> Project.open(project))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("'abc'")
                .hasMessageContaining("[continuation, crisp, harness]");
        Files.writeString(saved.file(), whole.replace("\"protocol\"", "\"form\""));
        assertThatThrownBy(() -> Project.open(project))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("expected a path, or {\"path\"");
        Files.writeString(saved.file(), whole.replace("\"harness\"", "\"crisp\""));
        assertThatThrownBy(() -> Project.open(project))
                .as("before anything is trained")
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("general.json: the tokenizer makes 2 tokens of \"A\"");
    }

    private static void flipsHaveTheirTextsWhileTheProjectHasTheQuestions(Path project, RunFolder run)
            throws Exception {
        Evaluation.Pair pair = Json.read(run.file(RunFolder.EVALUATION), Evaluation.Pair.class);
        Evaluation after = pair.after();
        Evaluation.Pair turned = new Evaluation.Pair(
                pair.before(),
                new Evaluation(
                        after.target(),
                        after.benign(),
                        turned(pair.before().general()),
                        after.perplexity(),
                        after.activity(),
                        after.generations()));
        OwnQuestions own = new OwnQuestions(run.settings().orElseThrow());
        List<Flip> flips = own.of(turned, "CRISP").get(2).flips();
        assertThat(flips)
                .extracting(Flip::question)
                .containsExactly("Who plays in the park?", "Once more: Who plays in the park?");
        assertThat(flips).extracting(Flip::right).containsExactly("A: girl", "A: the girl");
        Files.writeString(
                project.resolve("questions/general.json"),
                "[{\"question\": \"Else?\", \"choices\": [\"a\", \"b\"], \"answer\": 0}]");
        assertThat(own.of(turned, "CRISP").get(2).flips())
                .as("other questions than were asked")
                .extracting(Flip::question)
                .containsExactly("", "");
    }

    /** Right where it was wrong, and the other way round. */
    private static MultipleChoiceResult turned(MultipleChoiceResult answers) {
        List<QuestionResult> turned = answers.questions().stream()
                .map(one -> new QuestionResult(
                        one.index(),
                        one.answer(),
                        one.correct() ? 1 - one.answer() : one.answer(),
                        one.chosenNormalised(),
                        !one.correct(),
                        one.correctNormalised(),
                        one.logLikelihoods(),
                        one.tokens()))
                .toList();
        return new MultipleChoiceResult(
                answers.protocol(),
                answers.questionSet(),
                answers.sha256(),
                answers.template(),
                1 - answers.accuracy(),
                answers.interval(),
                answers.accuracyNormalised(),
                answers.intervalNormalised(),
                answers.shortened(),
                turned);
    }

    @Test
    void aGeneralSetThatIsMissingIsToldWhenTheProjectIsOpened() throws Exception {
        Path project = ToyProject.write(folder.resolve("toy"));
        ToyProject.nameGeneral(project);
        Files.delete(project.resolve("questions/general.json"));
        assertThatThrownBy(() -> Project.open(project))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("general.json");
    }
}
