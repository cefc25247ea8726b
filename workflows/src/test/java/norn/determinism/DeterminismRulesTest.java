package norn.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;
import norn.engine.planted.KnowsTemporal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeterminismRulesTest {
    private static final JavaClasses WORKFLOW_CODE = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("norn");

    static final Iterable<ArchRule> RULES = DeterminismRules.RULES;

    static Stream<Class<?>> violations() {
        return Stream.concat(Arrays.stream(Violations.class.getDeclaredClasses()), Stream.of(KnowsTemporal.class));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void workflow_code_keeps_the_rule(ArchRule rule) {
        rule.allowEmptyShould(true).check(WORKFLOW_CODE);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void a_planted_violation_is_found(Class<?> violation) {
        var code = new ClassFileImporter().importClasses(violation);

        assertThat(DeterminismRules.RULES)
                .anyMatch(rule -> rule.allowEmptyShould(true).evaluate(code).hasViolation());
    }
}
