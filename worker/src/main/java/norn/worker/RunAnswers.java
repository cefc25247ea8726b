package norn.worker;

import io.temporal.client.WorkflowClient;
import java.util.LinkedHashMap;
import java.util.List;
import norn.action.Action;
import norn.action.run.Actions;
import norn.plan.Order;

/** Fills in the options of an order that are answers of the run that gave it, such as the report that an action writes. */
public final class RunAnswers {
    private final WorkflowClient client;

    RunAnswers(WorkflowClient client) {
        this.client = client;
    }

    /** The order with these options, where its action has any. */
    Order fillIn(String action, Order order) {
        return fillIn(
                action,
                order,
                (query, type) ->
                        client.newUntypedWorkflowStub(order.deployment()).query(query, type));
    }

    /** The same where that run answers, also one that runs without a server. */
    public static Order fillIn(String action, Order order, AnsweringRun run) {
        var queries = queries(action);
        if (queries.isEmpty()) {
            return order;
        }
        var options = new LinkedHashMap<>(order.options());
        for (var query : queries) {
            var type = query.type() == Action.Option.Type.TEXT ? String.class : LinkedHashMap.class;
            options.put(query.name(), run.answer(query.name(), type));
        }
        return order.with(options);
    }

    /** A run that answers queries. */
    public interface AnsweringRun {
        /** Its answer to the query of that name: a text, or a map of fields. */
        Object answer(String query, Class<?> type);
    }

    private static List<Action.Option> queries(String action) {
        var known = Actions.known();
        return known.containsKey(action)
                ? known.get(action).options().stream()
                        .filter(Action.Option::answeredByRun)
                        .toList()
                : List.of();
    }
}
