package lacuna.ui;

import java.time.Clock;
import java.util.List;
import lacuna.ui.app.AppContext;
import lacuna.ui.app.Navigation;
import lacuna.ui.app.Place;
import lacuna.ui.app.PlaceFactory;
import lacuna.ui.app.SystemDocuments;
import lacuna.ui.compare.CompareController;
import lacuna.ui.evaluate.EvaluateController;
import lacuna.ui.features.FeaturesController;
import lacuna.ui.features.TableState;
import lacuna.ui.project.ProjectController;
import lacuna.ui.report.ReportController;
import lacuna.ui.session.ProjectState;
import lacuna.ui.session.Session;
import lacuna.ui.train.TrainController;

/** Builds the places of the window around one session, and hands each the open project in the form it asks for. */
public final class Screens implements PlaceFactory {

    private static final String FEATURES = "Features";
    private static final String TRAIN = "Train";

    @Override
    public List<Place> build(AppContext context) {
        Session session = Session.of(context);
        Navigation navigation = context.navigation();
        Clock clock = Clock.systemDefaultZone();
        ProjectController project = new ProjectController(session, context.dialogs(), () -> navigation.show(FEATURES));
        FeaturesController features =
                new FeaturesController(context.jobs(), context.themes(), context.dialogs(), context.preferences());
        TrainController train =
                new TrainController(context.themes(), context.jobs(), clock, () -> navigation.show(FEATURES));
        CompareController compare =
                new CompareController(context.themes(), context.jobs(), clock, () -> navigation.show(TRAIN));
        EvaluateController evaluate = new EvaluateController(
                context.themes(), context.jobs(), context.dialogs(), () -> navigation.show(TRAIN));
        ReportController report = new ReportController(
                context.jobs(), context.dialogs(), new SystemDocuments(), clock, ways(navigation, evaluate));
        session.stateProperty().subscribe(state -> {
            if (state instanceof ProjectState.Ready ready) {
                FeaturesWiring.open(features, session, ready.project());
                train.open(new TrainWiring(session, ready.project(), clock));
                compare.open(new CompareWiring(session, ready.project()));
                evaluate.open(new EvaluateWiring(session, ready.project()));
                report.open(new ReportWiring(session, ready.project()));
            }
        });
        features.model().stateProperty().subscribe(state -> {
            if (state instanceof TableState.Ready ready) {
                session.setStatistics(ready.features().statistics());
            }
        });
        ScreenCommands.register(context, session, project, features);
        AuditCommands.register(context, evaluate, report);
        context.drops().handle(new Dropped(context, session, features)::accept);
        session.begin(context.arguments());
        if (context.arguments().isEmpty()) {
            ScreenCommands.offerTour(context);
        }
        return List.of(project, features, train, compare, evaluate, report);
    }

    private static ReportController.Ways ways(Navigation navigation, EvaluateController evaluate) {
        return new ReportController.Ways() {
            @Override
            public void toTrain() {
                navigation.show(TRAIN);
            }

            @Override
            public void toEvaluate(String run) {
                navigation.show(evaluate.title());
                evaluate.choose(run);
            }
        };
    }
}
