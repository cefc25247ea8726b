package norn.database;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.environment.Host;

/** The host, but with the database of a trial in place of the one that serves, and with records of its own. */
record TrialHost(Host host, Database database, Path records) implements Host {
    @Override
    public String environment() {
        return host.environment();
    }

    @Override
    public <S> Optional<S> section(Class<S> settings) {
        return settings.isInstance(database) ? Optional.of(settings.cast(database)) : host.section(settings);
    }

    @Override
    public String secret(String name) {
        return host.secret(name);
    }

    @Override
    public Map<String, String> variables() {
        return host.variables();
    }

    @Override
    public Map<String, String> secretVariables() {
        return host.secretVariables();
    }

    @Override
    public List<String> localRollback() {
        return host.localRollback();
    }

    @Override
    public String redact(String text) {
        return host.redact(text);
    }

    @Override
    public String text() {
        return host.text();
    }

    @Override
    public String sha256() {
        return host.sha256();
    }
}
