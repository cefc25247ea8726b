package norn.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import norn.action.ActionFailed;
import norn.plan.Order;

/** A small installation that actions really change, and its ledger: what can be seen from outside of what a deployment did. */
final class DisturbedInstallation {
    private boolean newCode;
    private boolean newDatabase;
    private boolean maintenance;
    private boolean wasLive;
    private final TreeSet<String> stopped = new TreeSet<>();
    /** Every change that was made, and every proof, in their order. */
    private final List<String> ledger = new ArrayList<>();

    /** Acts, where the goal is not reached yet, and answers what it finds. */
    synchronized Map<String, Object> act(String action, Order order) {
        var component = String.valueOf(order.component());
        switch (action) {
            case "activate" -> newCode = changed(newCode, true, action);
            case "restore-code" -> newCode = changed(newCode, false, action);
            case "swap-database" -> newDatabase = changed(newDatabase, true, action);
            case "restore-database" -> newDatabase = changed(newDatabase, false, action);
            case "enable-maintenance" -> maintenance = changed(maintenance, true, action);
            case "disable-maintenance" -> {
                wasLive |= newCode;
                maintenance = changed(maintenance, false, action);
            }
            case "stop-service" -> changed(!stopped.add(component), true, action);
            case "start-service" -> changed(!stopped.remove(component), true, action);
            case "verify-fingerprint" -> prove();
            default -> {}
        }
        return action.equals("survey-environment") ? survey() : Map.of();
    }

    private boolean changed(boolean before, boolean after, String action) {
        if (before != after) {
            ledger.add(action);
        }
        return after;
    }

    private Map<String, Object> survey() {
        return Map.of(
                "changed",
                newCode || newDatabase || !stopped.isEmpty(),
                "code",
                newCode,
                "database",
                newDatabase,
                "stores",
                newDatabase,
                "asksConsent",
                newDatabase && wasLive);
    }

    private void prove() {
        if (!isOld()) {
            throw new ActionFailed("NotAsBefore", "the installation is not as before: " + this, "Roll it back.", false);
        }
        ledger.add("proof");
    }

    private boolean isOld() {
        return !newCode && !newDatabase && stopped.isEmpty();
    }

    /** Whether the new release serves, and users are in. */
    synchronized boolean isNew() {
        return newCode && newDatabase && stopped.isEmpty() && !maintenance;
    }

    /** Whether nothing was ever changed. */
    synchronized boolean isUntouched() {
        return ledger.stream().allMatch("proof"::equals);
    }

    /** Whether the old release serves, users are in, and that was proven after the last change of anything but maintenance mode. */
    synchronized boolean isProvenlyOld() {
        var afterProof = ledger.subList(ledger.lastIndexOf("proof") + 1, ledger.size());
        return isOld()
                && !maintenance
                && ledger.contains("proof")
                && afterProof.stream().allMatch("disable-maintenance"::equals);
    }

    @Override
    public synchronized String toString() {
        return "newCode=%s newDatabase=%s maintenance=%s stopped=%s ledger=%s"
                .formatted(newCode, newDatabase, maintenance, stopped, ledger);
    }
}
