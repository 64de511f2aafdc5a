package lacuna.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lacuna.run.Cancelled;
import lacuna.run.LacunaException;
import lacuna.run.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a hub on the loopback address: the way it goes, and every way in which it can go wrong. */
class HubFetchTest {

    private static final byte[] WEIGHTS = FakeHub.bytes(400_000, 1);
    private static final byte[] CONFIG = "{\"model_type\": \"toy\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private FakeHub server;
    private HubSettings settings;

    @BeforeEach
    void start() throws IOException {
        server = new FakeHub();
        server.put("config.json", CONFIG);
        server.put("empty.txt", new byte[0]);
        server.put("model.safetensors", WEIGHTS);
        server.put("pytorch_model.bin", FakeHub.bytes(2_000, 2));
        server.put("onnx/model.onnx", FakeHub.bytes(2_000, 3));
        settings = settings("secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HubSettings settings(String token) {
        return new HubSettings(
                server.endpoint(),
                folder.resolve("cache"),
                token.isEmpty() ? Optional.empty() : Optional.of(token),
                HubSettings.Access.ONLINE,
                Duration.ofMinutes(1),
                Duration.ofMillis(1));
    }

    private Path fetch() throws LacunaException {
        HubFetch hub = new HubFetch(settings);
        return hub.fetch(HubChoice.choose(hub.list(HubName.parse(FakeHub.NAME), "main"), List.of()), Progress.NONE);
    }

    private void assertWhole(Path snapshot) throws IOException {
        assertThat(Files.readAllBytes(snapshot.resolve("model.safetensors"))).isEqualTo(WEIGHTS);
        assertThat(Files.readAllBytes(snapshot.resolve("config.json"))).isEqualTo(CONFIG);
        assertThat(snapshot.resolve("empty.txt")).isEmptyFile();
    }

    private Path part() {
        return folder.resolve("cache/models--org--model/blobs/" + FakeHub.sha256(WEIGHTS) + ".incomplete");
    }

    @Test
    void whatIsNeededComesInTheLayoutOfTheHubsOwnCache() throws Exception {
        Path snapshot = fetch();

        assertWhole(snapshot);
        Path repository = folder.resolve("cache/models--org--model");
        assertThat(snapshot).isEqualTo(repository.resolve("snapshots/" + FakeHub.COMMIT));
        assertThat(repository.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(repository.resolve("blobs/" + FakeHub.sha256(WEIGHTS))).hasBinaryContent(WEIGHTS);
        assertThat(repository.resolve("blobs/" + FakeHub.gitSha1(CONFIG))).hasBinaryContent(CONFIG);
        assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(WEIGHTS)));
        assertThat(snapshot.resolve("pytorch_model.bin")).doesNotExist();
        assertThat(snapshot.resolve("onnx")).doesNotExist();
    }

    @Test
    void theTokenGoesToTheHubAndNotToItsStore() throws Exception {
        server.needsToken = "secret";
        fetch();
        assertThat(server.askedOfStore())
                .isNotEmpty()
                .allMatch(asked -> asked.token().equals("null"));
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws Exception {
        fetch();
        server.asked.clear();
        Path snapshot = fetch();
        assertThat(server.asked).hasSize(1).allMatch(asked -> asked.path().startsWith("/api/"));
        assertWhole(snapshot);
        Files.delete(snapshot.resolve("model.safetensors"));
        assertWhole(fetch());
        assertThat(server.askedOfStore()).as("the blob is still there").isEmpty();
    }

    @Test
    void cutConnectionsGoOnWhereTheyWereCut() throws Exception {
        server.cuts.set(4);
        assertWhole(fetch());
        assertThat(server.askedOfStore()).hasSize(5);
        assertThat(server.askedOfStore().get(1).range()).isEqualTo("bytes=200000-");
    }

    @Test
    void anEarlierProgramsPartIsTakenUp() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), java.util.Arrays.copyOf(WEIGHTS, 300_000));
        assertWhole(fetch());
        assertThat(server.askedOfStore()).extracting(FakeHub.Asked::range).containsExactly("bytes=300000-");
        assertThat(part()).doesNotExist();
    }

    @Test
    void aPartOfSomethingElseIsThrownAway() throws Exception {
        for (int length : new int[] {300_000, 400_000, 500_000}) {
            Files.createDirectories(part().getParent());
            Files.write(part(), FakeHub.bytes(length, 9));
            assertWhole(fetch());
            Files.delete(folder.resolve("cache/models--org--model/blobs/" + FakeHub.sha256(WEIGHTS)));
            Files.delete(folder.resolve("cache/models--org--model/snapshots/" + FakeHub.COMMIT + "/model.safetensors"));
        }
    }

    @Test
    void aStoreThatIgnoresRangesSendsTheWhole() throws Exception {
        server.ranges = FakeHub.Ranges.IGNORED;
        server.cuts.set(2);
        assertWhole(fetch());
    }

    @Test
    void aBusyStoreIsAskedAgainAndASilentOneCutOff() throws Exception {
        server.refusals.set(3);
        assertWhole(fetch());
        Files.walk(folder.resolve("cache"))
                .filter(Files::isRegularFile)
                .forEach(file -> file.toFile().delete());
        settings = new HubSettings(
                settings.endpoint(),
                folder.resolve("other"),
                settings.token(),
                settings.access(),
                Duration.ofSeconds(2),
                settings.pause());
        server.stalls.set(1);
        assertWhole(fetch());
    }

    @Test
    void wrongContentIsTriedOnceMoreAndThenRefused() throws Exception {
        server.wrong.set(1);
        assertWhole(fetch());
        Files.walk(folder.resolve("cache"))
                .filter(Files::isRegularFile)
                .forEach(file -> file.toFile().delete());
        server.wrong.set(2);
        assertThatThrownBy(this::fetch).isInstanceOf(LacunaException.class).hasMessageContaining("checksum");
        assertThat(part()).doesNotExist();
        assertThat(folder.resolve("cache/models--org--model/snapshots/" + FakeHub.COMMIT + "/model.safetensors"))
                .doesNotExist();
    }

    @Test
    void endlessTroubleEndsInASentenceAndKeepsWhatCame() throws Exception {
        Files.createDirectories(part().getParent());
        Files.write(part(), java.util.Arrays.copyOf(WEIGHTS, 1000));
        server.refusals.set(100);
        assertThatThrownBy(this::fetch).isInstanceOf(LacunaException.class).hasMessageContaining("503");
        assertThat(part()).hasSize(1000);
        server.refusals.set(0);
        assertWhole(fetch());
    }

    @Test
    void cancellingKeepsWhatCame() throws Exception {
        server.stalls.set(1);
        HubFetch hub = new HubFetch(settings);
        HubListing listing =
                HubChoice.choose(hub.list(HubName.parse(FakeHub.NAME), "main"), List.of()); // one large file
        Progress impatient = new Progress() {
            private boolean enough;

            @Override
            public void report(String activity, long done, long total) {
                enough = Files.exists(part()) && part().toFile().length() >= 200_000;
            }

            @Override
            public boolean isCancelled() {
                return enough;
            }
        };
        assertThatThrownBy(() -> hub.fetch(listing, impatient)).isInstanceOf(Cancelled.class);
        assertThat(Files.size(part())).isEqualTo(200_000);
        assertWhole(fetch());
    }

    @Test
    void refusalsSayWhatToDo() throws Exception {
        server.needsToken = "other";
        assertSentence("gated", "accept", "account without access");
        settings = settings("");
        assertSentence("gated", "HF_TOKEN", "No token was found");
        server.errorCode = "RepoNotFound";
        assertSentence("no model repository org/model", "private");
        server.errorCode = "RevisionNotFound";
        assertSentence("no revision \"main\"");
        server.close();
        assertSentence("cannot be reached", "HF_ENDPOINT");
    }

    private void assertSentence(String... parts) {
        assertThatThrownBy(this::fetch).isInstanceOf(LacunaException.class).hasMessageContainingAll(parts);
    }

    @Test
    void offlineOnlyTheCacheAnswers() throws Exception {
        HubSettings offline = new HubSettings(
                settings.endpoint(),
                settings.cache(),
                settings.token(),
                HubSettings.Access.OFFLINE,
                settings.patience(),
                settings.pause());
        HubName name = HubName.parse(FakeHub.NAME);
        assertThatThrownBy(() -> new HubFetch(offline).list(name, "main"))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(server.asked).isEmpty();
        Path snapshot = fetch();
        assertThat(new HubFetch(offline).cached(name, "main")).contains(snapshot.resolve(""));
    }

    @Test
    void oneSaeOfManyHasToBeNamed() throws Exception {
        for (String sae : List.of("layer_1/width_16k/average_l0_70", "layer_2/width_16k/average_l0_71")) {
            server.put(sae + "/params.npz", FakeHub.bytes(1500, sae.hashCode()));
        }
        HubFetch hub = new HubFetch(settings);
        HubListing all = hub.list(HubName.parse(FakeHub.NAME), "main");
        assertThatThrownBy(() -> HubChoice.choose(all, List.of()))
                .isInstanceOf(LacunaException.class)
                .hasMessageContaining("2 SAEs")
                .hasMessageContaining("org/model/layer_1/width_16k/average_l0_70");
        HubListing one = hub.list(HubName.parse("org/model/layer_2"), "main");
        Path there = hub.fetch(HubChoice.choose(one, List.of()), Progress.NONE);
        assertThat(there.resolve("width_16k/average_l0_71/params.npz")).hasSize(1500);
        HubFetch.copy(HubChoice.choose(one, List.of()), there, folder.resolve("to"));
        assertThat(folder.resolve("to/width_16k/average_l0_71/params.npz")).hasSize(1500);
        HubListing file = hub.list(HubName.parse("org/model/layer_2/width_16k/average_l0_71/params.npz"), "main");
        HubFetch.copy(file, hub.fetch(HubChoice.choose(file, List.of()), Progress.NONE), folder.resolve("single"));
        assertThat(folder.resolve("single/params.npz")).hasSize(1500);
        assertThat(HubChoice.choose(all, List.of("*.npz")).files()).hasSize(2);
        assertThatThrownBy(() -> HubChoice.choose(hub.list(HubName.parse("org/model/layer_9"), "main"), List.of()))
                .hasMessageContaining("has no folder layer_9");
    }

    /** Whatever the list of files says, nothing leaves the cache's folder and the answer is a sentence. */
    @Test
    void aLyingListIsRefused() throws Exception {
        String whole = "{\"sha\": \"" + FakeHub.COMMIT
                + "\", \"siblings\": [{\"rfilename\": \"NAME\", \"size\": SIZE, \"blobId\": \""
                + FakeHub.gitSha1(CONFIG) + "\"}]}";
        for (String name : List.of("../../x", "/etc/x", "a/../b", "a//b", "C:\\\\x", "..", "")) {
            server.listing = whole.replace("NAME", name).replace("SIZE", "5");
            assertSentence("whose name leads out of its folder");
        }
        for (String size : List.of("-1", "1e30", "\"5\"", "null", "99999999999999999999")) {
            server.listing = whole.replace("NAME", "a").replace("SIZE", size);
            assertSentence("no size or no hash");
        }
        server.listing = whole.replace("NAME", "a.json").replace("SIZE", Long.toString(Long.MAX_VALUE / 2));
        assertSentence("free");
        server.listing =
                whole.replace(FakeHub.COMMIT, "../../..").replace("NAME", "a").replace("SIZE", "5");
        assertSentence("no commit");
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = whole.replace("NAME", "a").replace("SIZE", "5").getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
            String text = new String(bytes, 0, 1 + random.nextInt(bytes.length), StandardCharsets.UTF_8);
            try {
                HubListing.parse(text, HubName.parse(FakeHub.NAME), "main");
            } catch (LacunaException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void settingsComeFromTheVariablesOfTheHubsOwnTools() throws Exception {
        Path home = folder.resolve("home");
        HubSettings plain = HubSettings.of(Map.of(), home);
        assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.access()).isEqualTo(HubSettings.Access.ONLINE);
        Files.createDirectories(home.resolve("hf"));
        Files.writeString(home.resolve("hf/token"), "from-file\n");
        Files.writeString(home.resolve("elsewhere"), "from-path");
        String hf = home.resolve("hf").toString();
        assertThat(HubSettings.of(Map.of("HF_HOME", hf), home).token()).contains("from-file");
        assertThat(HubSettings.of(Map.of("HF_HOME", hf), home).cache()).isEqualTo(home.resolve("hf/hub"));
        Map<String, String> path =
                Map.of("HF_TOKEN_PATH", home.resolve("elsewhere").toString());
        assertThat(HubSettings.of(path, home).token()).contains("from-path");
        assertThat(HubSettings.of(Map.of("HUGGING_FACE_HUB_TOKEN", "old", "HF_HOME", hf), home)
                        .token())
                .contains("old");
        Map<String, String> all = Map.of(
                "HF_TOKEN",
                " new ",
                "HUGGING_FACE_HUB_TOKEN",
                "old",
                "HF_HUB_OFFLINE",
                "1",
                "HF_HUB_CACHE",
                hf,
                "HF_ENDPOINT",
                "http://mirror:8080/");
        HubSettings full = HubSettings.of(all, home);
        assertThat(full.token()).contains("new");
        assertThat(full.access()).isEqualTo(HubSettings.Access.OFFLINE);
        assertThat(full.cache()).isEqualTo(home.resolve("hf"));
        assertThat(full.endpoint()).hasToString("http://mirror:8080");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "huggingface"), home))
                .isInstanceOf(LacunaException.class);
    }

    @Test
    void theCatalogueKnowsTheSaesOfThePaper() throws Exception {
        assertThat(Catalogue.entries())
                .anySatisfy(entry -> {
                    assertThat(entry.name()).isEqualTo("google/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71");
                    assertThat(entry.hook()).isEqualTo("resid_post.20");
                    assertThat(entry.model()).isEqualTo("google/gemma-2-2b");
                })
                .anySatisfy(entry ->
                        assertThat(entry.name()).isEqualTo("fnlp/Llama3_1-8B-Base-LXR-8x/Llama3_1-8B-Base-L15R-8x"))
                .allSatisfy(entry ->
                        assertThat(HubName.parse(entry.name()).folder()).isNotEmpty());
    }
}
