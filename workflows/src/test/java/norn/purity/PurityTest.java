package norn.purity;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import norn.engine.planted.KnowsTemporal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class PurityTest {
    private static final JavaClasses WORKFLOW_CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("norn");

    static final Iterable<ArchRule> RULES = Purity.RULES;

    static Stream<Class<?>> sinners() {
        return Stream.concat(Arrays.stream(Sinners.class.getDeclaredClasses()), Stream.of(KnowsTemporal.class));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void workflow_code_is_pure(ArchRule rule) {
        rule.allowEmptyShould(true).check(WORKFLOW_CODE);
    }

    @ParameterizedTest
    @MethodSource("sinners")
    void a_sinner_is_caught(Class<?> sinner) {
        var code = new ClassFileImporter().importClasses(sinner);

        assertThat(Purity.RULES)
                .anyMatch(rule -> rule.allowEmptyShould(true).evaluate(code).hasViolation());
    }

    @Test
    void packages_form_no_circle() {
        slices().matching("norn.(*)..").should().beFreeOfCycles().check(WORKFLOW_CODE);
    }
}
