/**
 * Interventions at inference: SAE features clamped while the model runs, its weights untouched. To measure or continue texts with some
 * features off, whatever the method:
 *
 * <pre>{@code
 * try (Intervention clamped = Intervention.clamp(model, saes, Map.of(HookPoint.residPost(4), new int[] {317}), Clamp.negative(25))) {
 *     new Generator(model).generate(prompt, config, clamped.variant(), progress, listener);
 *     new Perplexity(8).run(model, texts, clamped.variant(), progress);
 *     model.forward(batch, Pass.residuals(hooks).with(clamped.variant()));
 * }
 * }</pre>
 *
 * An edit of another kind is a {@link lacuna.model.ResidualEdit}; give it to {@link lacuna.model.ModelVariant#edited}. Everything here
 * runs on the compute thread.
 */
@NullMarked
package lacuna.steering;

import org.jspecify.annotations.NullMarked;
