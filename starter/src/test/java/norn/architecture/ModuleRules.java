package norn.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Which module may know which, and where each package lives. Arrows point one way. */
final class ModuleRules {
    /** The packages of each module. A new one is entered here, so that somebody decides where it belongs. */
    static final Map<String, List<String>> PACKAGES = Map.of(
            "workflows",
                    List.of(
                            "norn.runbook..",
                            "norn.plan..",
                            "norn.state..",
                            "norn.engine..",
                            "norn.message..",
                            "norn.report..",
                            "norn.run..",
                            "norn.phase..",
                            "norn.lock..",
                            "norn.deployment.."),
            "activities",
                    List.of(
                            "norn.yaml..",
                            "norn.files..",
                            "norn.limit..",
                            "norn.exec..",
                            "norn.action..",
                            "norn.adoption..",
                            "norn.environment..",
                            "norn.catalog..",
                            "norn.cache..",
                            "norn.channel..",
                            "norn.code..",
                            "norn.configuration..",
                            "norn.database..",
                            "norn.fingerprint..",
                            "norn.host..",
                            "norn.http..",
                            "norn.probe..",
                            "norn.record..",
                            "norn.retention..",
                            "norn.service..",
                            "norn.sessions..",
                            "norn.source..",
                            "norn.watch..",
                            "norn.render.."),
            "worker", List.of("norn.worker.."),
            "starter", List.of("norn.cli..", "norn.client..", "norn.local..", "norn.console.."),
            "rehearsal", List.of("norn.rehearsal.."));

    static final ArchRule MODULES_DEPEND_ONE_WAY = layeredArchitecture()
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

    static final ArchRule CAPABILITIES_DO_NOT_USE_TEMPORAL = classes()
            .that()
            .resideInAnyPackage("norn.action.*..", "norn.environment..", "norn.catalog..", "norn.report..")
            .should(never(dependOnClassesThat(resideInAPackage("io.temporal.."))))
            .because("each capability is usable and testable without Temporal");

    static final ArchRule ONLY_THE_COMMAND_LINE_USES_PICOCLI = classes()
            .that()
            .resideOutsideOfPackage("norn.cli..")
            .should(never(dependOnClassesThat(resideInAPackage("picocli.."))))
            .because("what a person types ends at the command line");

    static final ArchRule EVERY_PACKAGE_HAS_A_MODULE = classes()
            .should()
            .resideInAnyPackage(PACKAGES.values().stream().flatMap(List::stream).toArray(String[]::new))
            .because("a package is entered in ModuleRules.PACKAGES, under its module");

    static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().matching("norn.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package that is understood needs none of those that need it");

    static final List<ArchRule> RULES = List.of(
            MODULES_DEPEND_ONE_WAY,
            PACKAGES_FORM_NO_CYCLE,
            CAPABILITIES_DO_NOT_USE_TEMPORAL,
            ONLY_THE_COMMAND_LINE_USES_PICOCLI,
            EVERY_PACKAGE_HAS_A_MODULE);

    private ModuleRules() {}

    static String[] packagesOf(String module) {
        return PACKAGES.get(module).toArray(String[]::new);
    }
}
