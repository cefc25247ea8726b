package norn.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.DynamicUpdateHandler;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import norn.plan.ShortText;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of a run, by signal and by update, reads it, and passes it to the run's receiver. Nothing is lost silently:
 * what cannot be read, or has a name that does not exist, is recorded as refused.
 */
public final class MessageHandlers implements Messages {
    /** The change by which signals are delivered one after another. */
    private static final String SIGNALS_IN_ORDER = "signals-in-order";

    private final MessageReceiver receiver;
    private final Deque<Runnable> undelivered = new ArrayDeque<>();
    private boolean inOrder;
    private boolean delivering;
    /** Signals between Norn's own workflows, which no list shows to people. */
    private final Map<String, Consumer<RawValue>> internalSignal = new LinkedHashMap<>();
    /** Updates between Norn's own workflows. */
    private final Map<String, Function<RawValue, Object>> internalUpdates = new LinkedHashMap<>();

    private MessageHandlers(MessageReceiver receiver) {
        this.receiver = receiver;
    }

    /** Registers the handlers; to be called in the constructor, since messages may come before the main method. */
    public static MessageHandlers open(MessageReceiver receiver) {
        var handlers = new MessageHandlers(receiver);
        Workflow.registerListener(handlers);
        Workflow.registerListener((DynamicSignalHandler) handlers::dynamicSignal);
        Workflow.registerListener(new DynamicUpdate(handlers));
        return handlers;
    }

    /** Takes a signal of one of Norn's own workflows. */
    public <T> MessageHandlers internalSignal(String name, Class<T> type, Consumer<T> handler) {
        internalSignal.put(name, raw -> handler.accept(Payloads.readInternal(raw, type)));
        return this;
    }

    /** Takes an update of one of Norn's own workflows. */
    public <T> MessageHandlers internalUpdate(String name, Class<T> type, Function<T, Object> handler) {
        internalUpdates.put(name, raw -> handler.apply(Payloads.readInternal(raw, type)));
        return this;
    }

    /** What the messages of a run are passed to. */
    public interface MessageReceiver {
        /**
         * Decides about the message; may wait.
         *
         * @param payload the message as it came
         * @throws RecordedRefusal with the reason, which the receiver has recorded
         */
        MessageAnswer receive(Message message, ObjectNode payload);

        /** Records a message that changed nothing. */
        void recordRefusal(String message, @Nullable String by, String reason);

        /** The same of a message that names nobody. */
        default void recordRefusal(String message, String reason) {
            recordRefusal(message, null, reason);
        }
    }

    /** A message was refused, and that was recorded. */
    public static final class RecordedRefusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        public RecordedRefusal(String reason) {
            super(reason);
        }
    }

    /**
     * Signals are delivered one after another. For a receiver that waits: a burst of signals that all wait would take a thread each,
     * and the worker has only so many.
     */
    public MessageHandlers inOrder() {
        inOrder = Workflow.getVersion(SIGNALS_IN_ORDER, Workflow.DEFAULT_VERSION, 1) == 1;
        return this;
    }

    /** Whether this run delivers its signals one after another; one that began before that was possible does not. */
    public boolean isInOrder() {
        return inOrder;
    }

    private void signal(String name, @Nullable RawValue raw, @Nullable RawValue surplus) {
        if (!inOrder) {
            deliver(name, raw, surplus);
            return;
        }
        undelivered.add(() -> deliver(name, raw, surplus));
        if (!delivering) {
            delivering = true; // the handler that delivers is not finished before the last one is
            while (!undelivered.isEmpty()) {
                undelivered.remove().run();
            }
            delivering = false;
        }
    }

    private void deliver(String name, @Nullable RawValue raw, @Nullable RawValue surplus) {
        try {
            if (Payloads.isTooLong(raw)) {
                receiver.recordRefusal(name, tooLongText(raw) + " It began: " + ShortText.quoted(beginning(raw), 200));
            } else {
                readAndDeliver(name, raw, surplus);
            }
        } catch (RecordedRefusal refusal) {
            Workflow.getLogger(MessageHandlers.class)
                    .info("event=refused message={} reason={}", name, refusal.getMessage());
        }
    }

    private MessageAnswer update(String name, @Nullable RawValue raw, @Nullable RawValue surplus) {
        try {
            return readAndDeliver(name, raw, surplus);
        } catch (RecordedRefusal refusal) {
            throw refused(refusal.getMessage());
        }
    }

    private MessageAnswer readAndDeliver(String name, @Nullable RawValue raw, @Nullable RawValue surplus) {
        String by = null;
        try {
            var object = inContractWords(Payloads.onlyObject(raw, surplus, "see the description of " + name));
            by = MessageReader.by(object);
            return receiver.receive(MessageReader.read(name, object), object);
        } catch (UnreadableInput unreadable) {
            receiver.recordRefusal(name, by, String.valueOf(unreadable.getMessage()));
            throw new RecordedRefusal(String.valueOf(unreadable.getMessage()));
        } catch (RecordedRefusal refusal) {
            throw refusal;
        } catch (RuntimeException unforeseen) { // thrown on, it would stick the run
            var reason = "Norn failed on it: " + unforeseen;
            receiver.recordRefusal(name, by, reason);
            throw new RecordedRefusal(reason);
        }
    }

    /** A run whose history has such a message as refused goes on refusing it. */
    private static ObjectNode inContractWords(ObjectNode written) {
        var corrected = MessageWords.corrected(written);
        return corrected.equals(written) || Workflow.getVersion("words-in-any-case", Workflow.DEFAULT_VERSION, 1) < 1
                ? written
                : corrected;
    }

    private void dynamicSignal(String name, EncodedValues values) {
        var handler = internalSignal.get(name);
        if (handler == null) {
            refuseUnknown(name, values);
        } else {
            try {
                handler.accept(values.get(0, RawValue.class));
            } catch (RuntimeException unreadable) { // it was not sent by Norn
                receiver.recordRefusal(name, "not what Norn's own workflows send: " + unreadable.getMessage());
            }
        }
    }

    private void refuseUnknown(String name, EncodedValues values) {
        var by = by(values);
        receiver.recordRefusal(
                ShortText.quoted(name, 60),
                by,
                String.valueOf(MessageReader.unknown(name).getMessage()));
    }

    private static @Nullable String by(EncodedValues values) {
        try {
            var raw = values.getSize() == 0 ? null : values.get(0, RawValue.class);
            return Payloads.isTooLong(raw) ? null : MessageReader.by(Payloads.object(raw, ""));
        } catch (UnreadableInput unreadable) {
            return null;
        }
    }

    private static void check(@Nullable RawValue raw) {
        if (Payloads.isTooLong(raw)) {
            throw refused(tooLongText(raw));
        }
    }

    private static String tooLongText(@Nullable RawValue raw) {
        var size = raw == null ? 0 : raw.getPayload().getSerializedSize();
        return "message: %,d bytes are too many. Expected: at most %,d.".formatted(size, Payloads.MAX_BYTES);
    }

    private static String beginning(@Nullable RawValue raw) {
        if (raw == null) {
            return "";
        }
        var data = raw.getPayload().getData();
        return data.substring(0, Math.min(data.size(), 1_000)).toStringUtf8();
    }

    private static ApplicationFailure refused(@Nullable String reason) {
        var failure = ApplicationFailure.newNonRetryableFailure(reason, "Refused");
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    /** An update of one of Norn's own workflows, or one whose name does not exist. */
    private record DynamicUpdate(MessageHandlers handlers) implements DynamicUpdateHandler {
        @Override
        public void handleValidate(String name, EncodedValues values) {
            if (values.getSize() == 0) {
                return;
            }
            var raw = values.get(0, RawValue.class);
            // What is passed on was measured where it came in, and is a little longer in its envelope.
            if (!handlers.internalUpdates.containsKey(name) || Payloads.isFarTooLong(raw)) {
                check(raw);
            }
        }

        @Override
        public Object handleExecute(String name, EncodedValues values) {
            var handler = handlers.internalUpdates.get(name);
            if (handler == null) {
                handlers.refuseUnknown(name, values);
                throw refused(MessageReader.unknown(name).getMessage());
            }
            try {
                return handler.apply(values.get(0, RawValue.class));
            } catch (RuntimeException unreadable) { // it was not sent by Norn
                handlers.receiver.recordRefusal(name, "not what Norn's own workflows send: " + unreadable.getMessage());
                throw refused("not what Norn's own workflows send");
            }
        }
    }

    @Override
    public void signalDecide(RawValue message, @Nullable RawValue surplus) {
        signal("decide", message, surplus);
    }

    @Override
    public MessageAnswer updateDecide(RawValue message, @Nullable RawValue surplus) {
        return update("decide", message, surplus);
    }

    @Override
    public void checkDecide(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalComplete(RawValue message, @Nullable RawValue surplus) {
        signal("complete", message, surplus);
    }

    @Override
    public MessageAnswer updateComplete(RawValue message, @Nullable RawValue surplus) {
        return update("complete", message, surplus);
    }

    @Override
    public void checkComplete(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalResolve(RawValue message, @Nullable RawValue surplus) {
        signal("resolve", message, surplus);
    }

    @Override
    public MessageAnswer updateResolve(RawValue message, @Nullable RawValue surplus) {
        return update("resolve", message, surplus);
    }

    @Override
    public void checkResolve(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalRollBack(RawValue message, @Nullable RawValue surplus) {
        signal("rollBack", message, surplus);
    }

    @Override
    public MessageAnswer updateRollBack(RawValue message, @Nullable RawValue surplus) {
        return update("rollBack", message, surplus);
    }

    @Override
    public void checkRollBack(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalReschedule(RawValue message, @Nullable RawValue surplus) {
        signal("reschedule", message, surplus);
    }

    @Override
    public MessageAnswer updateReschedule(RawValue message, @Nullable RawValue surplus) {
        return update("reschedule", message, surplus);
    }

    @Override
    public void checkReschedule(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalIncident(RawValue message, @Nullable RawValue surplus) {
        signal("incident", message, surplus);
    }

    @Override
    public MessageAnswer updateIncident(RawValue message, @Nullable RawValue surplus) {
        return update("incident", message, surplus);
    }

    @Override
    public void checkIncident(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalPause(RawValue message, @Nullable RawValue surplus) {
        signal("pause", message, surplus);
    }

    @Override
    public MessageAnswer updatePause(RawValue message, @Nullable RawValue surplus) {
        return update("pause", message, surplus);
    }

    @Override
    public void checkPause(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }

    @Override
    public void signalResume(RawValue message, @Nullable RawValue surplus) {
        signal("resume", message, surplus);
    }

    @Override
    public MessageAnswer updateResume(RawValue message, @Nullable RawValue surplus) {
        return update("resume", message, surplus);
    }

    @Override
    public void checkResume(RawValue message, @Nullable RawValue surplus) {
        check(message);
    }
}
