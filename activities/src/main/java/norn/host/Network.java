package norn.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import norn.action.Attempt;
import norn.exec.Ports;
import norn.plan.Count;
import norn.service.ServiceSettings;
import norn.service.Services;

/** Ports, free or held by the service that they are meant for; other machines; certificates. */
record Network(HostRequirements settings, Attempt attempt) {
    private static final int TIMEOUT_MILLISECONDS = 5_000;

    void survey(HostSurvey.Findings findings) {
        servicesPorts(findings);
        for (int port : settings.ports()) {
            if (Ports.isTaken(port)) {
                findings.shortfall("port %d is held by %s".formatted(port, Ports.describeHolder(port)));
            }
        }
        for (var address : settings.reachable()) {
            var parts = parts(address);
            if (!Ports.isOpen(parts.getHostString(), parts.getPort())) {
                findings.shortfall(address + " cannot be reached");
            }
        }
        for (var address : settings.certificates()) {
            certificate(address, findings);
        }
        findings.value("reached", settings.reachable().size());
    }

    /** A port of a service must be free, or held by that service; an external service must run. */
    private void servicesPorts(HostSurvey.Findings findings) {
        var section = attempt.host().section(ServiceSettings.class);
        if (section.isEmpty()) {
            return;
        }
        var states = new Services(attempt).states();
        var held = 0;
        for (var service : section.get().components().entrySet()) {
            var state = states.get(service.getKey());
            if (state == null) {
                continue;
            }
            if (!service.getValue().isManaged()) {
                if (!state.running()) {
                    findings.shortfall(
                            "%s does not answer on ports %s".formatted(service.getKey(), state.closedPorts()));
                }
                continue;
            }
            for (int port : service.getValue().ports()) {
                if (!Ports.isTaken(port)) {
                    continue;
                }
                held++;
                if (!state.running()) {
                    findings.shortfall("port %d of %s is held by %s"
                            .formatted(port, service.getKey(), Ports.describeHolder(port)));
                }
            }
        }
        findings.value("portsHeldByServices", held);
    }

    private void certificate(String address, HostSurvey.Findings findings) {
        try (var socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
            socket.connect(parts(address), TIMEOUT_MILLISECONDS);
            socket.setSoTimeout(TIMEOUT_MILLISECONDS);
            socket.startHandshake();
            var until = List.of(socket.getSession().getPeerCertificates()).stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .orElseThrow(() -> new IOException("no certificate"));
            var days = Duration.between(attempt.clock().instant(), until).toDays();
            findings.value("certificateDays " + address, days);
            if (days < settings.certificateDays()) {
                findings.shortfall("the certificate of %s is valid for %s, at least %d are required"
                        .formatted(address, Count.of(days, "day"), settings.certificateDays()));
            }
        } catch (IOException untrusted) {
            findings.shortfall("the certificate of %s: %s".formatted(address, untrusted.getMessage()));
        }
    }

    private static InetSocketAddress parts(String address) {
        var colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }
}
