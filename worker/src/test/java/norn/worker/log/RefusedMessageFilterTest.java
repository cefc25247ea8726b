package norn.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusedMessageFilterTest {
    private static final String SDK = "io.temporal.internal.sync.WorkflowExecutionHandler";
    private static final Map<String, String> OF_AN_UPDATE = Map.of("WorkflowId", "d", "UpdateId", "u");

    @Test
    void a_message_that_was_refused_is_no_failure_of_its_run() {
        assertThat(reply(SDK, "Refused", OF_AN_UPDATE)).isEqualTo(FilterReply.DENY);
    }

    @Test
    void what_failed_is_logged() {
        assertThat(reply(SDK, "Refused", Map.of("WorkflowId", "d"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply(SDK, "RollbackFailed", OF_AN_UPDATE)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("norn.worker", "Refused", OF_AN_UPDATE)).isEqualTo(FilterReply.NEUTRAL);
    }

    private static FilterReply reply(String logger, String type, Map<String, String> context) {
        var event = new LoggingEvent(
                "norn",
                new LoggerContext().getLogger(logger),
                Level.WARN,
                "Workflow execution failure",
                ApplicationFailure.newNonRetryableFailure("Too early", type),
                null);
        event.setMDCPropertyMap(context);
        return new RefusedMessageFilter().decide(event);
    }
}
