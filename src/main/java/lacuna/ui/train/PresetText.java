package lacuna.ui.train;

import lacuna.ui.widget.Capital;
import lacuna.unlearning.UnlearnPreset;

/** A preset in words. */
final class PresetText {

    private PresetText() {}

    /** "paper-gemma-2-2b-bio" as "Paper, gemma-2-2b-bio": names of models stay as they are written. */
    static String title(UnlearnPreset preset) {
        String name = preset.name();
        for (String kind : new String[] {"paper", "demo"}) {
            if (name.startsWith(kind + "-")) {
                return Capital.of(kind) + ", " + name.substring(kind.length() + 1);
            }
        }
        return name;
    }

    static String source(UnlearnPreset preset) {
        return Capital.of(preset.source()) + ".";
    }
}
