package lacuna;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * Who may use whom, and what is never done. A rule whose packages are still empty passes; the order of the packages is the order
 * in which data flows.
 */
@AnalyzeClasses(packages = "lacuna", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Each may use itself and what stands before it. */
    private static final List<String> FLOW = List.of(
            "run",
            "stats",
            "tensor",
            "text",
            "hub", // fetches files, knows nothing of what is in them
            "model",
            "pretraining",
            "activations",
            "sae",
            "steering",
            "features",
            "selection",
            "unlearning",
            "evaluation",
            "persistence",
            "report",
            "project");

    private static final String[] ENGINE_USERS = {
        "lacuna.tensor..",
        "lacuna.model..",
        "lacuna.pretraining..",
        "lacuna.activations..",
        "lacuna.sae..",
        "lacuna.steering..",
        "lacuna.features..",
        "lacuna.unlearning..",
        "lacuna.evaluation..",
        "lacuna.persistence.."
    };

    private static final String[] SHELL = {
        "lacuna.ui.app..", "lacuna.ui.task..", "lacuna.ui.theme..", "lacuna.ui.widget.."
    };

    /** What screens share: the open project, the marks. */
    private static final String SHARED = "lacuna.ui.session..";

    @ArchTest
    static void stagesUseOnlyWhatStandsBeforeThem(JavaClasses all) {
        for (int i = 0; i < FLOW.size(); i++) {
            List<String> later = new ArrayList<>(List.of("lacuna.cli..", "lacuna.ui.."));
            FLOW.subList(i + 1, FLOW.size()).forEach(stage -> later.add("lacuna." + stage + ".."));
            noClasses()
                    .that()
                    .resideInAPackage("lacuna." + FLOW.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule commandLineAndWindowDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("lacuna.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("lacuna.ui..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule windowDoesNotKnowTheCommandLine = noClasses()
            .that()
            .resideInAPackage("lacuna.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("lacuna.cli..")
            .allowEmptyShould(true);

    // 1
    @ArchTest
    static final ArchRule onlyTheWindowKnowsJavaFx = noClasses()
            .that()
            .resideOutsideOfPackage("lacuna.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javafx..", "org.controlsfx..", "atlantafx..", "org.jfree.chart.fx..", "org.kordamp.ikonli..")
            .allowEmptyShould(true);

    // 2
    @ArchTest
    static final ArchRule onlyTheNumericPackagesKnowTheEngine = noClasses()
            .that(resideInAPackage("lacuna..")
                    .and(not(resideInAnyPackage(ENGINE_USERS)))
                    .and(not(resideInAPackage("lacuna.text.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule textKnowsOnlyTheTokenizers = noClasses()
            .that()
            .resideInAPackage("lacuna.text..")
            .should()
            .dependOnClassesThat(resideInAPackage("ai.djl..").and(not(resideInAPackage("ai.djl.huggingface.."))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule featuresAndEvaluationHandOutNoTensors = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("lacuna.features..", "lacuna.evaluation..")
            .should(handOutNoTensor())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule resultsHoldNoTensors = noClasses()
            .that()
            .haveSimpleNameEndingWith("Result")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.ndarray..")
            .allowEmptyShould(true);

    // 3
    @ArchTest
    static final ArchRule screensDoNotKnowEachOther = slices().matching("lacuna.ui.(*)..")
            .namingSlices("screen $1")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAnyPackage("lacuna.ui.."), resideInAnyPackage(SHELL).or(resideInAPackage(SHARED)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule shellKnowsNoScreenAndNoStage = noClasses()
            .that()
            .resideInAnyPackage(SHELL)
            .should()
            .dependOnClassesThat(resideInAPackage("lacuna..")
                    .and(not(resideInAnyPackage(SHELL)))
                    .and(not(resideInAPackage("lacuna.run.."))))
            .allowEmptyShould(true);

    // 4
    @ArchTest
    static final ArchRule widgetsKnowNoWorkers = noClasses()
            .that()
            .resideInAPackage("lacuna.ui.widget..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "lacuna.unlearning..", "lacuna.features..", "lacuna.model..", "lacuna.sae..", "lacuna.ui.app..")
            .allowEmptyShould(true);

    // 5
    @ArchTest
    static final ArchRule awtStaysWithChartsAndTheirTheme = noClasses()
            .that()
            .resideOutsideOfPackages("lacuna.ui.theme..", "lacuna.ui.widget..", "lacuna.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "javax.swing..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noWebViewAndNoSwingNode = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene.web..", "javafx.embed.swing..")
            .allowEmptyShould(true);

    // 6
    @ArchTest
    static final ArchRule threadsAreMadeInUiTaskOnly = noClasses()
            .that()
            .resideOutsideOfPackage("lacuna.ui.task..")
            .and()
            .doNotHaveFullyQualifiedName(
                    "lacuna.cli.Interrupts") // the virtual machine takes a shutdown hook only as a thread
            .and()
            .doNotHaveFullyQualifiedName(
                    "lacuna.tensor.LaneThreads") // the compute thread waits for them, so they count as it
            .should()
            .callConstructorWhere(target(
                    are(owner(com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo(Thread.class)))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executors.class)
            .orShould()
            .callMethodWhere(target(name("runLater"))
                    .and(target(owner(com.tngtech.archunit.core.domain.JavaClass.Predicates.type(
                            javafx.application.Platform.class)))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule standardStreamsBelongToTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("lacuna.cli..")
            .and()
            // the entry point may have to speak before any command does
            .doNotHaveFullyQualifiedName("lacuna.Lacuna")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule chanceHasASeed = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.concurrent.ThreadLocalRandom.class)
            .allowEmptyShould(true);

    // 7
    @ArchTest
    static final ArchRule nothingStaticCanBeReassigned = fields().that()
            .areStatic()
            .and(not(madeByTheCompiler()))
            .should()
            .beFinal()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("lacuna.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaField> madeByTheCompiler() {
        return new DescribedPredicate<>("made by the compiler") {
            @Override
            public boolean test(com.tngtech.archunit.core.domain.JavaField field) {
                return field.getModifiers().contains(JavaModifier.SYNTHETIC);
            }
        };
    }

    private static ArchCondition<JavaMethod> handOutNoTensor() {
        return new ArchCondition<>("hand out no NDArray") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean tensor = method.getRawReturnType().getPackageName().startsWith("ai.djl")
                        || method.getRawParameterTypes().stream()
                                .map(JavaClass::getPackageName)
                                .anyMatch(name -> name.startsWith("ai.djl"));
                boolean reachable = method.getOwner().getModifiers().contains(JavaModifier.PUBLIC);
                if (tensor && reachable) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " hands out a tensor"));
                }
            }
        };
    }
}
