package norn.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Which module may know which, and where each package lives. Arrows point one way. */
final class Arrows {
    /** The packages of each module. A new one is entered here, so that somebody decides where it belongs. */
    static final Map<String, List<String>> PACKAGES = Map.of(
            "workflows",
                    List.of("norn.runbook..", "norn.plan..", "norn.journal..", "norn.engine..", "norn.deployment.."),
            "activities", List.of("norn.catalog..", "norn.environment..", "norn.action..", "norn.report.."),
            "worker", List.of("norn.worker.."),
            "starter", List.of("norn.cli..", "norn.console.."),
            "rehearsal", List.of("norn.rehearsal.."));

    static final ArchRule MODULES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("workflows")
            .definedBy(packagesOf("workflows"))
            .layer("activities")
            .definedBy(packagesOf("activities"))
            .layer("worker")
            .definedBy(packagesOf("worker"))
            .layer("starter")
            .definedBy(packagesOf("starter"))
            .layer("rehearsal")
            .definedBy(packagesOf("rehearsal"))
            .whereLayer("starter")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("worker")
            .mayOnlyBeAccessedByLayers("starter")
            .whereLayer("activities")
            .mayOnlyBeAccessedByLayers("worker", "starter")
            .whereLayer("workflows")
            .mayOnlyBeAccessedByLayers("activities", "worker", "starter")
            .whereLayer("rehearsal")
            .mayOnlyBeAccessedByLayers("starter");

    static final ArchRule CAPABILITIES_KNOW_NO_TEMPORAL = classes()
            .that()
            .resideInAnyPackage("norn.action.*..", "norn.environment..", "norn.catalog..", "norn.report..")
            .should(never(dependOnClassesThat(resideInAPackage("io.temporal.."))))
            .because("each capability is usable and testable without Temporal");

    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = classes()
            .that()
            .resideOutsideOfPackage("norn.cli..")
            .should(never(dependOnClassesThat(resideInAPackage("picocli.."))))
            .because("what a person types ends at the command line");

    static final ArchRule EVERY_PACKAGE_HAS_A_HOME = classes()
            .should()
            .resideInAnyPackage(PACKAGES.values().stream().flatMap(List::stream).toArray(String[]::new))
            .because("a package is entered in Arrows.PACKAGES, under its module");

    static final List<ArchRule> RULES = List.of(
            MODULES_POINT_ONE_WAY,
            CAPABILITIES_KNOW_NO_TEMPORAL,
            ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI,
            EVERY_PACKAGE_HAS_A_HOME);

    private Arrows() {}

    static String[] packagesOf(String module) {
        return PACKAGES.get(module).toArray(String[]::new);
    }
}
