package norn.worker.temporal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.temporal.api.history.v1.History;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;

/**
 * Lets the test server suggest to continue in a fresh history, as the real one does from some thousand events on; it never does so
 * itself.
 */
public final class FreshHistorySuggestion implements ClientInterceptor {
    /** The number of events from which on it is suggested. */
    private static final long MANY_EVENTS = 350;

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            @SuppressWarnings("unchecked") // an answer of the same type
                            public void onMessage(A answer) {
                                super.onMessage((A) suggesting(answer));
                            }
                        },
                        headers);
            }
        };
    }

    private static Object suggesting(Object answer) {
        if (answer instanceof PollWorkflowTaskQueueResponse poll) {
            return poll.toBuilder().setHistory(suggesting(poll.getHistory())).build();
        }
        if (answer instanceof GetWorkflowExecutionHistoryResponse get) {
            return get.toBuilder().setHistory(suggesting(get.getHistory())).build();
        }
        if (answer instanceof RespondWorkflowTaskCompletedResponse completed && completed.hasWorkflowTask()) {
            var task = completed.getWorkflowTask();
            return completed.toBuilder()
                    .setWorkflowTask(task.toBuilder().setHistory(suggesting(task.getHistory())))
                    .build();
        }
        return answer;
    }

    private static History suggesting(History history) {
        var suggesting = history.toBuilder();
        for (var event : suggesting.getEventsBuilderList()) {
            if (event.hasWorkflowTaskStartedEventAttributes() && event.getEventId() > MANY_EVENTS) {
                event.getWorkflowTaskStartedEventAttributesBuilder().setSuggestContinueAsNew(true);
            }
        }
        return suggesting.build();
    }
}
