package lacuna.report;

import java.util.List;
import java.util.function.Function;
import lacuna.persistence.AnswerProbeCheck;
import lacuna.persistence.ComparableChecks;
import lacuna.persistence.LensCheck;
import lacuna.persistence.Persistence;
import lacuna.persistence.ProbeCheck;
import lacuna.stats.Interval;

/** Whether it comes back, and whether it is still there inside. */
final class PersistenceSection {

    private static final double TOPIC_CHANCE = .5; // as many target as benign documents

    private final Markup page;
    private final Report.Inside inside;

    PersistenceSection(Markup page, Report.Inside inside) {
        this.page = page;
        this.inside = inside;
    }

    void write() {
        page.element("h2", "Does it come back?");
        if (inside.persistence().isEmpty()) {
            page.element(
                    "p", "No check of persistence has been made: nothing here says that the knowledge stays away.");
        } else {
            ComparableChecks.of(inside.persistence()).forEach(this::attacks);
        }
        LensCheck lens = inside.lens();
        if (lens != null) {
            lens(lens);
        }
        ProbeCheck probe = inside.probe();
        if (probe != null) {
            topic(probe);
        }
        AnswerProbeCheck answers = inside.answers();
        if (answers != null) {
            answers(answers);
        }
    }

    private void attacks(ComparableChecks group) {
        page.element(
                "p",
                "note",
                "Protocol: " + group.basis().protocol().title() + ", "
                        + group.basis().words()
                        + "; Wilson intervals. Recovered: (attacked \u2212 unlearned) / (before \u2212 unlearned), bootstrap interval over"
                        + " questions.");
        page.table("", "Attack", "#Before", "#Unlearned", "#Attacked", "#Recovered");
        for (Persistence check : group.checks()) {
            page.raw("<tr>").element("td", check.attack());
            share(check.before());
            share(check.unlearned());
            share(check.attacked());
            recovered(check.recovered(), check.recoveredInterval());
            page.raw("</tr>\n");
        }
        page.endTable();
    }

    private void share(Persistence.Share share) {
        page.figure(Markup.percent(share.accuracy()), Markup.interval(share.interval()));
    }

    private void recovered(double share, Interval interval) {
        page.figure(
                Markup.fixed(share, 2),
                Double.isFinite(share)
                        ? Markup.fixed(interval.low(), 2) + " to " + Markup.fixed(interval.high(), 2)
                        : "");
    }

    private void lens(LensCheck check) {
        page.element("h3", "Logit lens");
        page.element(
                "p",
                "note",
                "The questions of " + check.questionSet() + " (" + check.questions() + ", "
                        + check.protocol().title()
                        + ") answered from the residual stream behind each block through the final norm and the head. Rank and probability"
                        + " are of the right choice's first token among all tokens.");
        page.raw("<div class=\"withplot\"><figure>")
                .raw(BlockPlot.of(
                        "Questions answered rightly by block",
                        blocks(check.layers().stream()
                                .map(LensCheck.Layer::layer)
                                .toList()),
                        .25,
                        List.of(
                                new BlockPlot.Line(
                                        "before",
                                        check.layers().stream()
                                                .map(layer ->
                                                        layer.before().answers().accuracy())
                                                .toList()),
                                new BlockPlot.Line(
                                        "after",
                                        check.layers().stream()
                                                .map(layer ->
                                                        layer.after().answers().accuracy())
                                                .toList()))))
                .raw(
                        "<figcaption><span class=\"key before\"></span>before <span class=\"key after\"></span>unlearned; dashed: one"
                                + " in four</figcaption></figure>");
        page.table(
                "",
                "Block",
                "#Right, before",
                "#Unlearned",
                "#Median rank",
                "#Unlearned",
                "#Probability",
                "#Unlearned");
        for (LensCheck.Layer layer : check.layers()) {
            page.row(
                    1,
                    layer.layer(),
                    Markup.percent(layer.before().answers().accuracy()),
                    Markup.percent(layer.after().answers().accuracy()),
                    Markup.fixed(layer.before().medianRank(), 0),
                    Markup.fixed(layer.after().medianRank(), 0),
                    Markup.fixed(layer.before().meanProbability(), 3),
                    Markup.fixed(layer.after().meanProbability(), 3));
        }
        page.endTable().raw("</div>");
    }

    private void topic(ProbeCheck check) {
        page.element("h3", "Linear probe");
        page.element(
                "p",
                "note",
                "Logistic regression tells documents of " + check.target() + " from those of " + check.benign()
                        + " by the residual stream behind each block, averaged over a document: fitted on "
                        + check.fitted()
                        + ", tested on " + check.tested()
                        + " others. Unlearned: the probe of the untouched model on the unlearned one."
                        + " Fitted anew: on the unlearned model. It shows whether the topic is seen, not whether facts are known.");
        probes("Documents told rightly by block", TOPIC_CHANCE, "guessing", "#Labels turned", check.layers());
    }

    private void answers(AnswerProbeCheck check) {
        page.element("h3", "Answer probe");
        page.element(
                "p",
                "note",
                "Logistic regression finds the answers of " + check.questionSet() + " (" + check.questions() + ", "
                        + check.protocol().title() + ") in the residual stream behind each block, at the end of "
                        + (check.protocol().isByLetter() ? "the prompt" : "each choice")
                        + ": each question told by a probe fitted on those of the other of " + check.folds()
                        + " folds. Unlearned: the probe of the untouched model on the unlearned one. Fitted anew: on the unlearned"
                        + " model. Random answers: fitted on those.");
        probes("Questions answered rightly by block", .25, "one in four", "#Random answers", check.layers());
    }

    private void probes(String title, double chance, String chanceName, String control, List<ProbeCheck.Layer> layers) {
        page.raw("<div class=\"withplot\"><figure>")
                .raw(BlockPlot.of(
                        title,
                        blocks(layers.stream().map(ProbeCheck.Layer::layer).toList()),
                        chance,
                        List.of(
                                line("before", layers, ProbeCheck.Layer::before),
                                line("after", layers, ProbeCheck.Layer::unlearned),
                                line("anew", layers, ProbeCheck.Layer::attacked))))
                .raw(
                        "<figcaption><span class=\"key before\"></span>before <span class=\"key after\"></span>unlearned <span"
                                + " class=\"key anew\"></span>fitted anew; dashed: " + chanceName
                                + "</figcaption></figure>");
        page.table("", "Block", "#Before", "#Unlearned", "#Fitted anew", "#Recovered", control);
        for (ProbeCheck.Layer layer : layers) {
            page.raw("<tr>").element("td", layer.layer());
            share(layer.before());
            share(layer.unlearned());
            share(layer.attacked());
            recovered(isAboveGuessing(layer) ? layer.recovered() : Double.NaN, layer.recoveredInterval());
            page.element("td", "n", Markup.percent(layer.control().accuracy())).raw("</tr>\n");
        }
        page.endTable().raw("</div>");
    }

    /** Where the untouched model's probe only guesses, nothing can be lost or won back. */
    private static boolean isAboveGuessing(ProbeCheck.Layer layer) {
        return layer.before().interval().low() > layer.control().accuracy();
    }

    private static BlockPlot.Line line(
            String type, List<ProbeCheck.Layer> layers, Function<ProbeCheck.Layer, Persistence.Share> which) {
        return new BlockPlot.Line(
                type,
                layers.stream().map(layer -> which.apply(layer).accuracy()).toList());
    }

    /** Their numbers, which is what there is room for. */
    private static List<String> blocks(List<String> layers) {
        return layers.stream()
                .map(layer -> layer.substring(layer.lastIndexOf('.') + 1))
                .toList();
    }
}
