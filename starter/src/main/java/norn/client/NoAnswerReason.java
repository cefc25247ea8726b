package norn.client;

/** Why a deployment does not answer. */
final class NoAnswerReason {
    private NoAnswerReason() {}

    static String of(Throwable failure) {
        var inner = failure;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        var message = inner.getMessage();
        if (message == null) {
            return "the deployment does not answer (%s)"
                    .formatted(inner.getClass().getSimpleName());
        }
        if (message.contains("DEADLINE_EXCEEDED") || message.contains("deadline")) {
            return "no worker answers; start one with './norn worker'";
        }
        if (message.contains("UNAVAILABLE")) {
            return "the Temporal server does not answer";
        }
        return message.lines().findFirst().orElse(message);
    }
}
