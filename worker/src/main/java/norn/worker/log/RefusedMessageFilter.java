package norn.worker.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops what the SDK logs of a message that a run refused: "Workflow execution failure", with a stack trace, and once more on every
 * replay. Nothing has failed: the sender has read the reason, and the run's record has it.
 */
final class RefusedMessageFilter extends Filter<ILoggingEvent> {
    private static final String LOGGER = "io.temporal.internal.sync.WorkflowExecutionHandler";

    /** The SDK's own field, there while a run handles an update. */
    private static final String UPDATE = "UpdateId";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        var isRefused = event.getLoggerName().equals(LOGGER)
                && event.getMDCPropertyMap().containsKey(UPDATE)
                && thrown != null
                && String.valueOf(thrown.getMessage()).contains("type='Refused'");
        return isRefused ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
