package norn.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArrowsTest {
    private static final JavaClasses NORN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("norn");

    /** A class file or jar of a module, as Maven lays it out. */
    private static final Pattern MODULE = Pattern.compile(".*/([a-z]+)/target/.*");

    static final Iterable<ArchRule> RULES = Arrows.RULES;

    static final Map<ArchRule, Class<?>> SINNERS = Map.of(
            Arrows.MODULES_POINT_ONE_WAY, norn.rehearsal.planted.KnowsTheWorker.class,
            Arrows.CAPABILITIES_KNOW_NO_TEMPORAL, norn.action.planted.KnowsTemporal.class,
            Arrows.ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI, norn.action.planted.KnowsPicocli.class,
            Arrows.EVERY_PACKAGE_HAS_A_HOME, ArrowsTest.class);

    @ParameterizedTest
    @FieldSource("RULES")
    void the_house_keeps_its_rules(ArchRule rule) {
        rule.allowEmptyShould(true).check(NORN);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void a_sinner_is_caught(ArchRule rule) {
        var sinner = new ClassFileImporter().importClasses(SINNERS.get(rule), norn.worker.planted.Known.class);

        assertThat(rule.evaluate(sinner).hasViolation()).isTrue();
    }

    @Test
    void every_package_lies_in_its_module() {
        assertThat(NORN)
                .allSatisfy(type -> assertThat(resideInAnyPackage(Arrows.packagesOf(moduleOf(type)))
                                .test(type))
                        .as("%s in module %s", type.getName(), moduleOf(type))
                        .isTrue());
    }

    private static String moduleOf(JavaClass type) {
        var source = type.getSource().orElseThrow().getUri().toString();
        var matcher = MODULE.matcher(source);
        assertThat(matcher.matches()).as(source).isTrue();
        return matcher.group(1);
    }
}
