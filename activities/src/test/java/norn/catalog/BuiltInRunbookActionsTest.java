package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import norn.action.run.Actions;
import norn.plan.Problem;
import org.junit.jupiter.api.Test;

class BuiltInRunbookActionsTest {
    @Test
    void every_action_has_the_options_that_it_is_given() {
        var failure = catchThrowableOfType(
                InvalidRunbook.class, () -> new Catalog(null, Actions.known()).builtIn(Catalog.DEFAULT));

        var problems = failure == null ? List.<Problem>of() : failure.problems();
        assertThat(problems.stream().map(Problem::text)).isEmpty();
    }
}
