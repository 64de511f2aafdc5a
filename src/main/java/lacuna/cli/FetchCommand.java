package lacuna.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lacuna.hub.Catalogue;
import lacuna.hub.HubChoice;
import lacuna.hub.HubFetch;
import lacuna.hub.HubFile;
import lacuna.hub.HubListing;
import lacuna.hub.HubName;
import lacuna.hub.HubSettings;
import lacuna.hub.HubSizes;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one command that opens connections: to the Hugging Face Hub, when asked. */
@Command(
        name = "fetch",
        description =
                "Fetch a model or an SAE from the Hugging Face Hub into its cache: lists the files with their sizes, asks, then"
                        + " fetches what is missing, resumed where it was cut, every file checked against the hub's checksum.",
        footer = {
            "",
            "HF_TOKEN, HF_HOME, HF_HUB_CACHE, HF_ENDPOINT and HF_HUB_OFFLINE mean what they mean to the hub's own tools.",
            "",
            "Examples:",
            "  lacuna fetch --list gemma-2-2b",
            "  lacuna fetch google/gemma-2-2b",
            "  lacuna fetch google/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71 --yes"
        })
final class FetchCommand extends StageCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Repository, or a folder in it: org/name or org/name/folder. With --list: a part of a name.")
    private String name = "";

    @Option(
            names = "--revision",
            defaultValue = "main",
            paramLabel = "REV",
            description = "Branch, tag or commit (default: ${DEFAULT-VALUE}).")
    private String revision = "main";

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Files by name instead of those that are needed; may be given several times.")
    private List<String> include = List.of();

    @Option(names = "--to", paramLabel = "DIR", description = "Copy the files here too, out of the cache.")
    private @Nullable Path to;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--list", description = "List published SAEs that are known, and fetch nothing.")
    private boolean list;

    FetchCommand(Console console) {
        super(console);
    }

    @Override
    void execute() throws LacunaException {
        if (list) {
            listKnown();
            return;
        }
        HubName wanted = HubName.parse(name);
        HubSettings settings = HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
        fetch(wanted, settings);
    }

    private void fetch(HubName wanted, HubSettings settings) throws LacunaException {
        HubFetch hub = new HubFetch(settings);
        Optional<Path> cached = hub.cached(wanted, revision);
        if (settings.access() == HubSettings.Access.OFFLINE && cached.isPresent()) {
            console().note("HF_HUB_OFFLINE is set: what the cache holds is taken as it is.");
            console().print("%s", cached.get());
            return;
        }
        HubListing listing = HubChoice.choose(hub.list(wanted, revision), include);
        for (HubFile file : listing.files()) {
            console().print("%12s  %s", HubSizes.of(file.size()), file.path());
        }
        long missing = hub.missing(listing);
        console()
                .print(
                        "%12s  in %d files, %s of it not in %s yet",
                        HubSizes.of(listing.size()), listing.files().size(), HubSizes.of(missing), settings.cache());
        if (missing > 0) {
            confirm();
        }
        Path folder = hub.fetch(listing, console().progress());
        if (to != null) {
            HubFetch.copy(listing, folder, to);
        }
        console().print("%s", to == null ? folder : to.toAbsolutePath());
    }

    private void confirm() throws LacunaException {
        if (yes) {
            return;
        }
        java.io.Console terminal = System.console();
        if (terminal == null) {
            throw new LacunaException("Nothing was fetched: there is nobody to ask. Add --yes to fetch these files.");
        }
        String answer = terminal.readLine("Fetch them? [y/N] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Cancelled();
        }
    }

    private void listKnown() throws LacunaException {
        String part = name.toLowerCase(Locale.ROOT);
        console().print("%-28s %-15s %8s %5s  %s", "model", "hook point", "features", "L0", "name");
        for (Catalogue.Entry entry : Catalogue.entries()) {
            if ((entry.model() + " " + entry.name() + " " + entry.release())
                    .toLowerCase(Locale.ROOT)
                    .contains(part)) {
                console()
                        .print(
                                "%-28s %-15s %8d %5s  %s",
                                entry.model(),
                                entry.hook(),
                                entry.features(),
                                entry.l0() == null ? "?" : entry.l0(),
                                entry.name());
            }
        }
    }
}
