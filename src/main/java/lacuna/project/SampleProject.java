package lacuna.project;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the project that comes with Lacuna: from the source tree, beside the jar, or inside an app image. */
public final class SampleProject {

    /** System property that names the folder outright. */
    public static final String PROPERTY = "lacuna.sample";

    private static final Path RELATIVE = Path.of("sample-projects", "ember-isles");

    private SampleProject() {}

    /** The first place that holds a project. */
    public static Optional<Path> find() {
        return places().stream()
                .filter(place -> Files.isRegularFile(place.resolve(ProjectManifest.FILE)))
                .findFirst();
    }

    /** Where the sample is looked for, in order. */
    public static List<Path> places() {
        List<Path> places = new ArrayList<>();
        String named = System.getProperty(PROPERTY);
        if (named != null && !named.isBlank()) {
            add(places, Path.of(named));
        }
        add(places, RELATIVE);
        codeFolder().ifPresent(folder -> {
            add(places, folder.resolve(RELATIVE)); // an app image: lib/app/lacuna.jar, lib/app/sample-projects
            for (Path above = folder.getParent(); above != null && places.size() < 6; above = above.getParent()) {
                add(places, above.resolve(RELATIVE)); // target/lacuna.jar, target/classes
            }
        });
        return places.stream().distinct().toList();
    }

    private static void add(List<Path> places, Path place) {
        places.add(place.toAbsolutePath().normalize());
    }

    private static Optional<Path> codeFolder() {
        try {
            CodeSource source = SampleProject.class.getProtectionDomain().getCodeSource();
            if (source == null) {
                return Optional.empty();
            }
            return Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty(); // loaded from somewhere that is no file
        }
    }
}
