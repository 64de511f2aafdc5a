package lacuna.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;
import lacuna.model.ModelReplay;
import lacuna.project.SampleProject;
import lacuna.project.Versions;
import lacuna.run.Json;
import lacuna.run.LacunaException;
import lacuna.tensor.CudaDiagnosis;
import lacuna.tensor.CudaProbe;
import lacuna.tensor.Torch;
import lacuna.unlearning.CrispReplay;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what Lacuna runs on; its sub-commands check its arithmetic against stored numbers. */
@Command(
        name = "doctor",
        description = "Print versions, device, memory and paths; or replay numbers that another program stored.",
        subcommands = {
            DoctorCommand.Model.class,
            DoctorCommand.Adapter.class,
            DoctorCommand.Crisp.class,
            DoctorSaeCommand.class,
            DoctorMemoryCommand.class,
            DoctorRandomModel.class
        },
        footer = {
            "",
            "Examples:",
            "  lacuna doctor",
            "  lacuna doctor model reference/models/llama3",
            "  lacuna doctor adapter reference/crisp-topk",
            "  lacuna doctor crisp reference/crisp-topk",
            "  lacuna doctor sae models/tiny saes/resid_post.4 texts.jsonl",
            "  lacuna doctor memory models/gemma-2-2b --preset paper-gemma-2-2b-bio --features 16384"
        })
final class DoctorCommand extends StageCommand {

    private static final double GIB = 1 << 30;

    DoctorCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        row("Lacuna", Versions.lacuna());
        row("Java", Versions.java());
        row("JavaFX", Versions.javaFx());
        row("DJL", Versions.djl());
        row("System", Versions.operatingSystem());
        row("Cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        row("Memory", memory());
        row(
                "Java heap",
                String.format(
                        Locale.ROOT, "%.1f GiB at most", Runtime.getRuntime().maxMemory() / GIB));
        row("Natives", natives());
        row("Settings", "Java preferences of this user, node \"lacuna\"");
        row("Sample", sample());
        row("Telemetry", telemetry());
        engine(); // last, because only this can fail
    }

    private void engine() throws LacunaException {
        try (Torch torch = common().start()) {
            row("PyTorch", torch.version());
            row("Device", torch.deviceName());
            if (!torch.onGpu()) {
                cuda();
            }
        } catch (LacunaException e) {
            cuda(); // a build without the CPU libraries starts with CUDA or not at all
            throw e;
        }
    }

    private void cuda() throws LacunaException {
        CudaDiagnosis.reasons(CudaProbe.look(common().device())).forEach(reason -> row("", reason));
    }

    private static String memory() {
        double total = memory("TotalMemorySize");
        double free = memory("FreeMemorySize");
        return total > 0
                ? String.format(Locale.ROOT, "%.1f GiB, %.1f GiB of it free", total / GIB, free / GIB)
                : "unknown";
    }

    /** Asked by name, because a trimmed Java run-time may lack the interface. */
    private static double memory(String attribute) {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), attribute);
            return value instanceof Number number ? number.doubleValue() : 0;
        } catch (JMException e) {
            return 0;
        }
    }

    private static String natives() {
        String named = setting("DJL_CACHE_DIR");
        String cache = named == null
                ? Path.of(System.getProperty("user.home"), ".djl.ai").toString()
                : named;
        String shipped = setting("PYTORCH_LIBRARY_PATH");
        if (shipped == null) {
            return cache + " (unpacked there at first start)";
        }
        return Files.exists(Path.of(shipped, System.mapLibraryName("djl_torch")))
                ? shipped + " (nothing is unpacked)"
                : shipped + " (the bridge to Java is unpacked to " + cache + ")";
    }

    /** As the engine looks it up. */
    private static @Nullable String setting(String name) {
        String variable = System.getenv(name);
        return variable == null ? System.getProperty(name) : variable;
    }

    private static String sample() {
        return SampleProject.find().map(Path::toString).orElse("not found; looked in " + SampleProject.places());
    }

    private static String telemetry() {
        boolean off =
                Boolean.parseBoolean(setting("OPT_OUT_TRACKING")) && Boolean.parseBoolean(setting("ai.djl.offline"));
        return off ? "off, no downloads" : "switched on by OPT_OUT_TRACKING or ai.djl.offline";
    }

    private void row(String name, String value) {
        console().print("%-10s %s", name, value);
    }

    /** {@code doctor model DIR}. */
    @Command(
            name = "model",
            description = "Compare logits, residual streams and greedy ids with those stored in the folder.")
    static final class Model extends StageCommand {

        @Parameters(paramLabel = "DIR", description = "Model folder with expected.safetensors or golden_greedy.json.")
        private Path folder = Path.of(".");

        Model(Console console) {
            super(console);
        }

        @Override
        void execute() throws LacunaException {
            try (Torch torch = common().start()) {
                console().print("%s", Json.line(new ModelReplay(torch).model(folder)));
            }
        }
    }

    /** {@code doctor adapter DIR}. */
    @Command(
            name = "adapter",
            description = "Compare logits with a LoRA adapter applied, and merged, with those stored.")
    static final class Adapter extends StageCommand {

        @Parameters(
                paramLabel = "DIR",
                description = "Folder with model/, adapter/ or adapter_initial/, and adapter_logits.safetensors.")
        private Path folder = Path.of(".");

        Adapter(Console console) {
            super(console);
        }

        @Override
        void execute() throws LacunaException {
            try (Torch torch = common().start()) {
                console().print("%s", Json.line(new ModelReplay(torch).adapter(folder)));
            }
        }
    }

    /** {@code doctor crisp DIR}. */
    @Command(name = "crisp", description = "Compare statistics, selection, losses and gradients with those stored.")
    static final class Crisp extends StageCommand {

        @Parameters(paramLabel = "DIR", description = "Folder with case.json, model/, SAEs and expected.safetensors.")
        private Path folder = Path.of(".");

        Crisp(Console console) {
            super(console);
        }

        @Override
        void execute() throws LacunaException {
            try (Torch torch = common().start()) {
                console()
                        .print(
                                "%s",
                                Json.line(new CrispReplay(torch)
                                        .run(folder, console().progress())));
            }
        }
    }
}
