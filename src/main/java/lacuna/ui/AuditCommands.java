package lacuna.ui;

import lacuna.ui.app.AppContext;
import lacuna.ui.app.Place;
import lacuna.ui.evaluate.EvaluateController;
import lacuna.ui.evaluate.Section;
import lacuna.ui.report.ReportController;

/** What Evaluate and Report offer by name. */
final class AuditCommands {

    private final AppContext context;

    private AuditCommands(AppContext context) {
        this.context = context;
    }

    static void register(AppContext context, EvaluateController evaluate, ReportController report) {
        AuditCommands commands = new AuditCommands(context);
        commands.add("Evaluate the chosen run", evaluate, evaluate::evaluate);
        commands.add("Ask questions of your own", evaluate, () -> evaluate.show(Section.QUESTIONS));
        commands.add("Check whether it comes back", evaluate, () -> evaluate.show(Section.PERSISTENCE));
        commands.add("Compare all runs", evaluate, () -> evaluate.show(Section.COMPARISON));
        commands.add("Make the report", report, report::make);
        commands.add("Export the adapter\u2026", report, report::exportAdapter);
        commands.add("Export the merged model\u2026", report, report::exportMerged);
    }

    private void add(String title, Place place, Runnable action) {
        context.commands().add(title, place.title(), "", () -> {
            context.navigation().show(place.title());
            action.run();
        });
    }
}
