package norn.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import norn.action.planted.DependsOnPicocli;
import norn.action.planted.DependsOnTemporal;
import norn.action.planted.NeedsProbe;
import norn.probe.planted.NeedsAction;
import norn.rehearsal.planted.DependsOnWorker;
import norn.worker.planted.WorkerStandIn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ModuleRulesTest {
    private static final JavaClasses NORN = NornClasses.ALL;

    /** A class file or jar of a module, as Maven and {@code norn test NAME} lay it out. */
    private static final Pattern MODULE = Pattern.compile(".*/(?:target/quick/([a-z]+)|([a-z]+)/target)/.*");

    static final Iterable<ArchRule> RULES = ModuleRules.RULES;

    static final Map<ArchRule, List<Class<?>>> VIOLATIONS = Map.of(
            ModuleRules.MODULES_DEPEND_ONE_WAY, List.of(DependsOnWorker.class, WorkerStandIn.class),
            ModuleRules.PACKAGES_FORM_NO_CYCLE, List.of(NeedsProbe.class, NeedsAction.class),
            ModuleRules.CAPABILITIES_DO_NOT_USE_TEMPORAL, List.of(DependsOnTemporal.class),
            ModuleRules.ONLY_THE_COMMAND_LINE_USES_PICOCLI, List.of(DependsOnPicocli.class),
            ModuleRules.EVERY_PACKAGE_HAS_A_MODULE, List.of(ModuleRulesTest.class));

    @ParameterizedTest
    @FieldSource("RULES")
    void the_code_follows_the_rules(ArchRule rule) {
        rule.allowEmptyShould(true).check(NORN);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void a_planted_violation_is_found(ArchRule rule) {
        var violation = new ClassFileImporter().importClasses(VIOLATIONS.get(rule));

        assertThat(rule.evaluate(violation).hasViolation()).isTrue();
    }

    @Test
    void every_package_lies_in_its_module() {
        assertThat(NORN)
                .allSatisfy(type -> assertThat(resideInAnyPackage(ModuleRules.packagesOf(moduleOf(type)))
                                .test(type))
                        .as("%s in module %s", type.getName(), moduleOf(type))
                        .isTrue());
    }

    private static String moduleOf(JavaClass type) {
        var source = type.getSource().orElseThrow().getUri().toString();
        var matcher = MODULE.matcher(source);
        assertThat(matcher.matches()).as(source).isTrue();
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
}
