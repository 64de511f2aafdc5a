package lacuna.ui.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lacuna.unlearning.UnlearnConfig;

/**
 * What the form asks of a method. A method comes into the form by one entry in {@link #ALL}; one that has none is run from project files
 * and sweeps only.
 *
 * @param method as {@link UnlearnConfig#method}
 * @param sentence what the method does
 * @param rules what its settings ask of one another
 */
record MethodForm(String method, String title, String sentence, List<Group> groups, Rules rules) {

    private static final List<MethodForm> ALL = List.of(
            CrispForm.DESCRIPTION, RmuForm.DESCRIPTION, ElmForm.DESCRIPTION, ClampForms.CLAMP, ClampForms.GUARD);

    /** Fields under a heading. */
    record Group(String title, List<Field> fields) {
        static Group of(String title, Field... fields) {
            return new Group(title, List.of(fields));
        }
    }

    /** What follows from some settings for others. */
    interface Rules {

        /** Nothing. */
        Rules NONE = new Rules() {};

        /** Paths of settings that mean nothing beside the others as they stand. */
        default Set<String> idle(ObjectNode settings) {
            return Set.of();
        }

        /** Sets what follows from the others. */
        default void settle(ObjectNode settings) {}
    }

    static Optional<MethodForm> of(UnlearnConfig config) {
        return ALL.stream()
                .filter(form -> form.method().equals(config.method()))
                .findFirst();
    }

    static List<MethodForm> all() {
        return ALL;
    }

    List<Field> fields() {
        return groups.stream().flatMap(group -> group.fields().stream()).toList();
    }
}
