package lacuna.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lacuna.model.HookPoint;
import lacuna.project.Marks;
import lacuna.ui.features.FeatureKey;
import lacuna.ui.features.FeatureNote;
import lacuna.ui.features.Mark;

/**
 * Marks as the file has them and notes as the place Features has them. decision: marks name the hook point that the project declares, so
 * that they hold in every mode, in which the SAEs may be read elsewhere.
 */
final class NotesWiring {

    private final Map<HookPoint, HookPoint> declared;

    /** @param declared the hook point that the project names, by the one that is read */
    NotesWiring(Map<HookPoint, HookPoint> declared) {
        this.declared = declared;
    }

    HookPoint declared(HookPoint site) {
        return declared.getOrDefault(site, site);
    }

    Map<FeatureKey, FeatureNote> notes(List<Marks.Mark> marks) {
        Map<String, HookPoint> sites = new LinkedHashMap<>();
        declared.forEach((site, hook) -> sites.put(hook.toString(), site));
        Map<FeatureKey, FeatureNote> notes = new LinkedHashMap<>();
        for (Marks.Mark mark : marks) {
            HookPoint site = sites.get(mark.hook());
            if (site != null) {
                notes.put(
                        new FeatureKey(site, mark.feature()),
                        new FeatureNote(Mark.valueOf(mark.verdict().name()), mark.label(), mark.note(), mark.tags()));
            }
        }
        return notes;
    }

    /** Those of hook points that this project does not have stay as they were. */
    Marks marks(Map<FeatureKey, FeatureNote> notes, Marks before) {
        Set<String> here = new LinkedHashSet<>();
        declared.values().forEach(hook -> here.add(hook.toString()));
        List<Marks.Mark> marks = new ArrayList<>();
        before.marks().stream().filter(mark -> !here.contains(mark.hook())).forEach(marks::add);
        notes.forEach((key, note) -> {
            Marks.Mark mark = new Marks.Mark(
                    declared(key.hook()).toString(),
                    key.feature(),
                    Marks.Verdict.valueOf(note.mark().name()),
                    note.label(),
                    note.note(),
                    note.tags());
            if (!mark.saysNothing()) {
                marks.add(mark);
            }
        });
        return new Marks(marks);
    }
}
