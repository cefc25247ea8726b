package norn.worker.log;

import java.util.LinkedHashMap;
import java.util.Map;
import norn.plan.Order;
import org.slf4j.MDC;

/** What this thread is at work for: every line that it logs meanwhile says so, whoever logs it. */
public final class LoggedOrder implements AutoCloseable {
    private final Map<String, String> fields;

    private LoggedOrder(Map<String, String> fields) {
        this.fields = fields;
        fields.forEach(MDC::put);
    }

    /** From now on this thread works for that order, until it is closed. */
    public static LoggedOrder of(String action, Order order) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("deployment", order.deployment());
        fields.put("environment", order.environment());
        fields.put("step", order.step());
        fields.put("attempt", String.valueOf(order.attempt()));
        fields.put("action", action);
        return new LoggedOrder(fields);
    }

    @Override
    public void close() {
        fields.keySet().forEach(MDC::remove);
    }
}
