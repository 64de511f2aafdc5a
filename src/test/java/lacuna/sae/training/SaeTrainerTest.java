package lacuna.sae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lacuna.activations.ToySource;
import lacuna.model.HookPoint;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import lacuna.sae.Gate;
import lacuna.sae.SaeReport;
import lacuna.sae.SparseAutoencoder;
import lacuna.sae.format.SaeFiles;
import lacuna.tensor.Dtype;
import lacuna.tensor.Safetensors;
import lacuna.tensor.SafetensorsWriter;
import lacuna.tensor.Scope;
import lacuna.tensor.Tape;
import lacuna.tensor.Torch;
import lacuna.text.TokenizedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaeTrainerTest {

    private static final List<HookPoint> HOOKS = List.of(HookPoint.residPost(0), HookPoint.residPost(1));
    private static Torch torch;
    private static int threads;
    private static ToySource source;
    private static List<TokenizedDocument> documents;
    private static List<TokenizedDocument> heldOut;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws LacunaException {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        threads = torch.threads();
        torch.setThreads(1); // arrays this small lose more to waiting for the other thread than they win
        source = new ToySource(torch, 16, 3);
        documents = ToySource.documents(200, 2, 60, 1);
        heldOut = ToySource.documents(40, 2, 60, 2);
    }

    @AfterAll
    static void stop() {
        torch.setThreads(threads);
        torch.close();
    }

    private static SaeTrainingConfig config(int steps) {
        return new SaeTrainingConfig(48, 6, steps, 128, 5e-3, 1024, 2, 16, 4000, 1.0 / 32, 40, 32, Dtype.F32, 5);
    }

    private List<SaeReport> train(int steps, Path into, Progress progress) throws LacunaException {
        return SaeTrainer.run(source, "toy", HOOKS, documents, heldOut, config(steps), into, progress);
    }

    @Test
    void reconstructsHeldOutRowsSparsely() throws Exception {
        int before = torch.liveArrays();
        List<SaeReport> reports = train(300, folder, Progress.NONE);
        assertThat(torch.liveArrays()).isEqualTo(before);
        for (SaeReport report : reports) {
            assertThat(report.varianceExplained()).as(report.hook()).isGreaterThan(0.8);
            assertThat(report.l0()).isBetween(4.0, 8.0); // k is 6 on average over training batches
            assertThat(report.bestAtDeclaredSite())
                    .isTrue(); // a beginning-of-text row in the sums would hide the difference
            assertThat(report.deadShare()).isLessThan(0.2);
        }
        Path layer = folder.resolve("resid_post.1");
        assertThat(SaeTrainer.readReport(layer).orElseThrow().report()).isEqualTo(reports.get(1));
        assertThat(SaeTrainer.readReport(folder)).isEmpty();
        assertThat(SaeFiles.readSparsity(layer)).hasSize(48);
        assertThat(folder.resolve(SaeTrainer.STATE)).doesNotExist();
        try (SparseAutoencoder sae = SaeFiles.read(layer, torch)) {
            assertThat(sae.gate()).isEqualTo(new Gate.JumpRelu());
            for (float norm : sae.decoderNorms()) {
                assertThat(norm).isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void aStoppedRunGoesOnToTheSameWeights() throws Exception {
        train(70, folder.resolve("straight"), Progress.NONE);
        int[] calls = {0};
        Progress stopping = new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                if (activity.equals("Training SAEs")) {
                    calls[0]++;
                }
            }

            @Override
            public boolean isCancelled() {
                return calls[0] >= 51;
            }
        };
        Path stopped = folder.resolve("stopped");
        assertThatThrownBy(() -> train(70, stopped, stopping)).isInstanceOf(Cancelled.class);
        assertThat(stopped.resolve(SaeTrainer.STATE)).exists();
        int[] resumed = {0};
        train(70, stopped, (activity, done, total) -> resumed[0] += activity.equals("Training SAEs") ? 1 : 0);
        assertThat(resumed[0]).isEqualTo(19);
        for (HookPoint hook : HOOKS) {
            assertThat(Files.readAllBytes(stopped.resolve(hook + "/" + SaeFiles.WEIGHTS)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("straight/" + hook + "/" + SaeFiles.WEIGHTS)));
        }
    }

    @Test
    void aStateOfOtherSettingsIsNotTakenUp() throws Exception {
        int[] calls = {0};
        Progress stopping = new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                calls[0]++;
            }

            @Override
            public boolean isCancelled() {
                return calls[0] >= 5;
            }
        };
        assertThatThrownBy(() -> train(70, folder, stopping)).isInstanceOf(Cancelled.class);
        int[] steps = {0};
        train(20, folder, (activity, done, total) -> steps[0] += activity.equals("Training SAEs") ? 1 : 0);
        assertThat(steps[0]).isEqualTo(20);
    }

    /** After one step from zero, Adam's first moment is a tenth of the gradient: compared with what the tape computes. */
    @Test
    void gradientsWrittenByHandAreThoseOfTheTape() throws Exception {
        for (double auxiliary : new double[] {0, 0.5}) {
            // all features count as dead, so that the auxiliary loss takes part in full
            SaeTrainingConfig config =
                    new SaeTrainingConfig(6, 2, 10, 8, 1e-3, 8, 1, 1, -1, auxiliary, 10, 8, Dtype.F32, 3);
            Path before = folder.resolve("before.safetensors");
            Path after = folder.resolve("after.safetensors");
            try (DictionaryLearner learner = new DictionaryLearner(torch, HookPoint.residPost(0), 4, config);
                    Scope scope = Scope.open()) {
                NDArray rows = torch.manager().create(randoms(32), new Shape(8, 4));
                learner.start(rows);
                save(learner, before);
                learner.step(rows, new long[] {0, 1, 2, 3, 4, 5, 6, 7}, 1e-3);
                save(learner, after);
                List<float[]> expected = gradients(rows, before, auxiliary);
                try (Safetensors moments = Safetensors.open(after)) {
                    for (int i = 0; i < 4; i++) {
                        float[] moment = moments.floats("resid_post.0.m." + i);
                        for (int j = 0; j < moment.length; j++) {
                            assertThat(moment[j] * 10)
                                    .isCloseTo(expected.get(i)[j], within(2e-5f)); // f32 sums of 8 rows
                        }
                    }
                }
            }
        }
    }

    private static void save(DictionaryLearner learner, Path file) throws LacunaException {
        SafetensorsWriter writer = new SafetensorsWriter();
        learner.save(writer);
        writer.write(file);
    }

    /** The loss in plain array operations, with k = 2 of 6 features and d = 4; the auxiliary part takes the 2 largest a row. */
    private static List<float[]> gradients(NDArray rows, Path file, double auxiliary) throws LacunaException {
        try (Safetensors saved = Safetensors.open(file)) {
            NDArray[] p = new NDArray[4];
            for (int i = 0; i < 4; i++) {
                p[i] = torch.manager()
                        .create(
                                saved.floats("resid_post.0.p." + i),
                                new Shape(saved.entry("resid_post.0.p." + i).shape()));
                p[i].setRequiresGradient(true);
            }
            NDArray x = rows.mul(Double.parseDouble(saved.metadata().get("resid_post.0.scale")));
            try (Tape tape = Tape.open()) {
                NDArray z = x.sub(p[3]).matMul(p[0]).add(p[1]);
                float[] first = z.get("0:1").toFloatArray(); // an eighth of the rows decides on the threshold
                java.util.Arrays.sort(first);
                NDArray a = z.mul(z.gt(Math.max(0, first[3])).toType(z.getDataType(), false));
                NDArray e = a.matMul(p[2]).add(p[3]).sub(x);
                NDArray loss = e.square().mean();
                if (auxiliary > 0) {
                    NDArray second = z.sort(1).get(":, 4:5");
                    NDArray largest = z.mul(z.gte(second).logicalAnd(z.gt(0)).toType(z.getDataType(), false));
                    // only encoder, its bias and the decoder learn from it; what the main loss left is a constant here
                    NDArray zero = e.stopGradient();
                    loss = loss.add(
                            largest.matMul(p[2]).add(zero).square().mean().mul(auxiliary));
                }
                tape.backward(loss);
            }
            float[] decoder = p[2].toFloatArray();
            float[] slope = p[2].getGradient().toFloatArray();
            for (int f = 0; f < 6; f++) {
                float along = 0;
                for (int i = 0; i < 4; i++) {
                    along += decoder[4 * f + i] * slope[4 * f + i];
                }
                for (int i = 0; i < 4; i++) {
                    slope[4 * f + i] -= along * decoder[4 * f + i];
                }
            }
            List<float[]> result = new java.util.ArrayList<>();
            for (NDArray parameter : p) {
                result.add(parameter.getGradient().toFloatArray());
            }
            result.set(2, slope);
            if (auxiliary > 0) {
                result.set(3, mainOnly(p, x)); // the decoder bias learns from the main loss alone
            }
            return result;
        }
    }

    private static float[] mainOnly(NDArray[] p, NDArray x) {
        float[] both = p[3].getGradient().toFloatArray();
        try (Tape tape = Tape.open()) {
            NDArray z = x.sub(p[3]).matMul(p[0]).add(p[1]);
            float[] first = z.get("0:1").toFloatArray();
            java.util.Arrays.sort(first);
            NDArray a = z.mul(z.gt(Math.max(0, first[3])).toType(z.getDataType(), false));
            tape.backward(a.matMul(p[2]).add(p[3]).sub(x).square().mean());
        }
        float[] twice = p[3].getGradient().toFloatArray(); // gradients accumulate
        for (int i = 0; i < twice.length; i++) {
            twice[i] -= both[i];
        }
        return twice;
    }

    private static float[] randoms(int count) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void aHookPointBeyondTheModelIsASentence() {
        assertThatThrownBy(() -> SaeTrainer.run(
                        source,
                        "toy",
                        List.of(HookPoint.residPost(3)),
                        documents,
                        heldOut,
                        config(1),
                        folder,
                        Progress.NONE))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("resid_post.3")
                .hasMessageContaining("0 to 2");
    }
}
