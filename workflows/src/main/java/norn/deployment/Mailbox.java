package norn.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.DynamicUpdateHandler;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import norn.engine.Message;
import org.jspecify.annotations.Nullable;

/**
 * Takes every message of a run, by signal and by update, reads it, and hands it to the run's receiver. Nothing is lost silently:
 * what cannot be read, or has a name that does not exist, is recorded as refused.
 */
final class Mailbox implements Messages {
    private final Receiver receiver;
    /** Signals between Norn's own workflows, which no list shows to people. */
    private final Map<String, Consumer<RawValue>> own = new LinkedHashMap<>();
    /** Updates between Norn's own workflows. */
    private final Map<String, Function<RawValue, Object>> ownUpdates = new LinkedHashMap<>();

    private Mailbox(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Opens the run's mailbox; to be called in the constructor, since messages may come before the main method. */
    static Mailbox open(Receiver receiver) {
        var mailbox = new Mailbox(receiver);
        Workflow.registerListener(mailbox);
        Workflow.registerListener((DynamicSignalHandler) mailbox::otherSignal);
        Workflow.registerListener(new OtherUpdate(mailbox));
        return mailbox;
    }

    /** Takes a signal of one of Norn's own workflows. */
    <T> Mailbox own(String name, Class<T> type, Consumer<T> taker) {
        own.put(name, raw -> taker.accept(Payloads.own(raw, type)));
        return this;
    }

    /** Takes an update of one of Norn's own workflows. */
    <T> Mailbox ownUpdate(String name, Class<T> type, Function<T, Object> taker) {
        ownUpdates.put(name, raw -> taker.apply(Payloads.own(raw, type)));
        return this;
    }

    /** Whom messages are for. */
    interface Receiver {
        /**
         * Judges the message; may wait.
         *
         * @param payload the message as it came
         * @throws Refusal with the reason, which the receiver has recorded
         */
        Answer receive(Message message, ObjectNode payload);

        /** Records a message that changed nothing. */
        void refused(String message, @Nullable String by, String reason);
    }

    /** A message was refused, and that was recorded. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(String reason) {
            super(reason);
        }
    }

    private void signal(String name, @Nullable RawValue raw) {
        try {
            if (Payloads.tooLong(raw))
                receiver.refused(name, null, tooLong(raw) + " It began: " + Fields.clipped(beginning(raw), 200));
            else take(name, raw);
        } catch (Refusal recorded) {
            Workflow.getLogger(Mailbox.class).info("event=refused message={} reason={}", name, recorded.getMessage());
        }
    }

    private Answer update(String name, @Nullable RawValue raw) {
        try {
            return take(name, raw);
        } catch (Refusal refusal) {
            throw refused(refusal.getMessage());
        }
    }

    private Answer take(String name, @Nullable RawValue raw) {
        String by = null;
        try {
            var object = Payloads.object(raw, "see the description of " + name);
            by = MessageReader.by(object);
            return receiver.receive(MessageReader.read(name, object), object);
        } catch (Unreadable unreadable) {
            receiver.refused(name, by, String.valueOf(unreadable.getMessage()));
            throw new Refusal(String.valueOf(unreadable.getMessage()));
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException unforeseen) { // thrown on, it would stick the run
            var reason = "Norn failed on it: " + unforeseen;
            receiver.refused(name, by, reason);
            throw new Refusal(reason);
        }
    }

    private void otherSignal(String name, EncodedValues values) {
        var taker = own.get(name);
        if (taker == null) misnamed(name, values);
        else
            try {
                taker.accept(values.get(0, RawValue.class));
            } catch (RuntimeException unreadable) { // somebody else than Norn sent it
                receiver.refused(name, null, "not what Norn's own workflows send: " + unreadable.getMessage());
            }
    }

    private void misnamed(String name, EncodedValues values) {
        var by = by(values);
        receiver.refused(
                Fields.clipped(name, 60),
                by,
                String.valueOf(MessageReader.unknown(name).getMessage()));
    }

    private static @Nullable String by(EncodedValues values) {
        try {
            var raw = values.getSize() == 0 ? null : values.get(0, RawValue.class);
            return Payloads.tooLong(raw) ? null : MessageReader.by(Payloads.object(raw, ""));
        } catch (Unreadable unreadable) {
            return null;
        }
    }

    private static void check(@Nullable RawValue raw) {
        if (Payloads.tooLong(raw)) throw refused(tooLong(raw));
    }

    private static String tooLong(@Nullable RawValue raw) {
        var size = raw == null ? 0 : raw.getPayload().getSerializedSize();
        return "message: %,d bytes are too many. Right would be at most %,d.".formatted(size, Payloads.MOST_BYTES);
    }

    private static String beginning(@Nullable RawValue raw) {
        if (raw == null) return "";
        var data = raw.getPayload().getData();
        return data.substring(0, Math.min(data.size(), 1_000)).toStringUtf8();
    }

    private static ApplicationFailure refused(@Nullable String reason) {
        var failure = ApplicationFailure.newNonRetryableFailure(reason, "Refused");
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    /** An update of one of Norn's own workflows, or one whose name does not exist. */
    private record OtherUpdate(Mailbox mailbox) implements DynamicUpdateHandler {
        @Override
        public void handleValidate(String name, EncodedValues values) {
            if (values.getSize() == 0) return;
            var raw = values.get(0, RawValue.class);
            // What is passed on was measured where it came in, and is a little longer for its wrapping.
            if (!mailbox.ownUpdates.containsKey(name) || Payloads.farTooLong(raw)) check(raw);
        }

        @Override
        public Object handleExecute(String name, EncodedValues values) {
            var taker = mailbox.ownUpdates.get(name);
            if (taker == null) {
                mailbox.misnamed(name, values);
                throw refused(MessageReader.unknown(name).getMessage());
            }
            try {
                return taker.apply(values.get(0, RawValue.class));
            } catch (RuntimeException unreadable) { // somebody else than Norn sent it
                mailbox.receiver.refused(name, null, "not what Norn's own workflows send: " + unreadable.getMessage());
                throw refused("not what Norn's own workflows send");
            }
        }
    }

    @Override
    public void signalDecide(RawValue message) {
        signal("decide", message);
    }

    @Override
    public Answer updateDecide(RawValue message) {
        return update("decide", message);
    }

    @Override
    public void checkDecide(RawValue message) {
        check(message);
    }

    @Override
    public void signalComplete(RawValue message) {
        signal("complete", message);
    }

    @Override
    public Answer updateComplete(RawValue message) {
        return update("complete", message);
    }

    @Override
    public void checkComplete(RawValue message) {
        check(message);
    }

    @Override
    public void signalResolve(RawValue message) {
        signal("resolve", message);
    }

    @Override
    public Answer updateResolve(RawValue message) {
        return update("resolve", message);
    }

    @Override
    public void checkResolve(RawValue message) {
        check(message);
    }

    @Override
    public void signalRollBack(RawValue message) {
        signal("rollBack", message);
    }

    @Override
    public Answer updateRollBack(RawValue message) {
        return update("rollBack", message);
    }

    @Override
    public void checkRollBack(RawValue message) {
        check(message);
    }

    @Override
    public void signalReschedule(RawValue message) {
        signal("reschedule", message);
    }

    @Override
    public Answer updateReschedule(RawValue message) {
        return update("reschedule", message);
    }

    @Override
    public void checkReschedule(RawValue message) {
        check(message);
    }

    @Override
    public void signalIncident(RawValue message) {
        signal("incident", message);
    }

    @Override
    public Answer updateIncident(RawValue message) {
        return update("incident", message);
    }

    @Override
    public void checkIncident(RawValue message) {
        check(message);
    }

    @Override
    public void signalPause(RawValue message) {
        signal("pause", message);
    }

    @Override
    public Answer updatePause(RawValue message) {
        return update("pause", message);
    }

    @Override
    public void checkPause(RawValue message) {
        check(message);
    }

    @Override
    public void signalResume(RawValue message) {
        signal("resume", message);
    }

    @Override
    public Answer updateResume(RawValue message) {
        return update("resume", message);
    }

    @Override
    public void checkResume(RawValue message) {
        check(message);
    }
}
