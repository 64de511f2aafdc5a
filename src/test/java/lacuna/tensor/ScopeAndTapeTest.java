package lacuna.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScopeAndTapeTest {

    private Torch torch;
    private NDArray weight;

    @BeforeEach
    void start() throws Exception {
        torch = Torch.start(Torch.DeviceChoice.CPU);
        weight = torch.manager().create(new float[] {2, 3});
    }

    @AfterEach
    void stop() {
        torch.close();
    }

    @Test
    void leavesNothingBehindWhoeverOwnsIt() {
        int before = torch.liveArrays();
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < 20; i++) {
                weight.mul(weight).add(1); // owned by the weight's manager
            }
            assertThat(torch.liveArrays()).isGreaterThan(before);
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void handsAKeptArrayToTheEnclosingScope() {
        int before = torch.liveArrays();
        try (Scope outer = Scope.open()) {
            NDArray kept;
            try (Scope inner = Scope.open()) {
                kept = inner.keep(weight.mul(2));
            }
            assertThat(kept.toFloatArray()).containsExactly(4, 6);
        }
        assertThat(torch.liveArrays()).isEqualTo(before);
    }

    @Test
    void refusesToCloseOutOfOrder() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class);
        inner.close();
        outer.close();
    }

    @Test
    void recordsOnlyInsideATapeAndNotWhilePaused() {
        weight.setRequiresGradient(true);
        assertThat(Tape.isRecording()).isFalse();
        try (Tape tape = Tape.open()) {
            assertThat(Tape.isRecording()).isTrue();
            NDArray frozen = Tape.paused(() -> weight.mul(weight));
            assertThat(Tape.isRecording()).isTrue();
            tape.backward(weight.mul(frozen).sum()); // d/dw (w * const w^2) = w^2
        }
        assertThat(Tape.isRecording()).isFalse();
        assertThat(weight.getGradient().toFloatArray()).containsExactly(4, 9);
    }

    @Test
    void aRefusedSecondTapeDoesNotLeaveRecordingOnForGood() {
        Tape tape = Tape.open();
        assertThatThrownBy(Tape::open).isInstanceOf(RuntimeException.class);
        tape.close();
        assertThat(Tape.isRecording()).isFalse();
        Tape.open().close();
    }

    @Test
    void kernelsRefuseAnEmptyListAndAnUnknownResource() {
        assertThatThrownBy(() -> Kernels.load(torch, AdamW.class, "nothing.torchscript", java.util.Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing.torchscript");
        try (Kernels kernels = adamKernels()) {
            assertThatThrownBy(() -> kernels.apply("squared_norm", List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void kernelsTakeOneArrayTwiceAndLeakNothing() {
        try (Kernels kernels = adamKernels()) {
            try (Scope scope = Scope.open()) {
                kernels.apply("squared_norm", List.of(weight)); // the method's mark stays
            }
            int before = torch.liveArrays();
            try (Scope scope = Scope.open()) {
                assertThat(kernels.apply("squared_norm", List.of(weight, weight))
                                .toDoubleArray())
                        .containsExactly(26);
            }
            assertThat(torch.liveArrays()).isEqualTo(before);
        }
    }

    private Kernels adamKernels() {
        return Kernels.load(
                torch,
                AdamW.class,
                "adamw.torchscript",
                java.util.Map.of("amsgrad", false, "beta1", 0.9, "beta2", 0.9, "eps", 1e-8, "decay", 0.0));
    }
}
