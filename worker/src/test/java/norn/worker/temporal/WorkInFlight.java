package norn.worker.temporal;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondQueryTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The tasks that workers have been given and have not answered, as they pass on the way from and to the server. */
public final class WorkInFlight implements ClientInterceptor {
    private static final Duration LOOK = Duration.ofMillis(5);

    /** Between two tasks a run may ask another, of which nothing passes here. */
    private static final int QUIET_LOOKS = 10;

    private final Set<ByteString> tasks = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();

    /** Waits until nothing is in flight, and has not been for a moment; returns whether that came within the time. */
    public boolean awaitQuiet(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        var last = passed.get();
        for (var quiet = 0; quiet < QUIET_LOOKS; ) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
            var now = passed.get();
            quiet = tasks.isEmpty() && now == last ? quiet + 1 : 0;
            last = now;
        }
        return true;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            private ByteString answered = ByteString.EMPTY;

            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(A answer) {
                                given(answer);
                                super.onMessage(answer);
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                passed.incrementAndGet();
                                tasks.remove(answered);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }

            @Override
            public void sendMessage(Q request) {
                passed.incrementAndGet();
                answered = answeredBy(request);
                super.sendMessage(request);
            }
        };
    }

    private void given(Object answer) {
        if (answer instanceof PollWorkflowTaskQueueResponse poll) {
            add(poll.getTaskToken());
        } else if (answer instanceof PollActivityTaskQueueResponse poll) {
            add(poll.getTaskToken());
        } else if (answer instanceof RespondWorkflowTaskCompletedResponse completed) {
            add(completed.getWorkflowTask().getTaskToken());
            completed.getActivityTasksList().forEach(task -> add(task.getTaskToken()));
        }
    }

    private void add(ByteString token) {
        if (!token.isEmpty()) {
            passed.incrementAndGet();
            tasks.add(token);
        }
    }

    /** The task that a worker answers so; empty for any other request. */
    private static ByteString answeredBy(Object request) {
        if (request instanceof RespondWorkflowTaskCompletedRequest completed) {
            return completed.getTaskToken();
        }
        if (request instanceof RespondWorkflowTaskFailedRequest failed) {
            return failed.getTaskToken();
        }
        if (request instanceof RespondQueryTaskCompletedRequest completed) {
            return completed.getTaskToken();
        }
        if (request instanceof RespondActivityTaskCompletedRequest completed) {
            return completed.getTaskToken();
        }
        if (request instanceof RespondActivityTaskFailedRequest failed) {
            return failed.getTaskToken();
        }
        if (request instanceof RespondActivityTaskCanceledRequest canceled) {
            return canceled.getTaskToken();
        }
        return ByteString.EMPTY;
    }
}
