package norn.environment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import norn.files.Sha256;

/** An environment of this host, as read from its file. */
public final class LoadedHost implements Host {
    private final String environment;
    private final Path records;
    private final List<?> sections;
    private final Map<String, String> secrets;
    private final Map<String, String> missing;
    private final Mask mask;
    private final String text;
    private final Map<String, String> variables;
    private final Map<String, String> secretVariables;
    private final List<String> localRollback;

    /**
     * The host part of that environment.
     *
     * @param settings the capabilities' settings, one object a section
     * @param secrets values by name
     * @param missing why a secret has no value here, by name
     * @param text see {@link Host#text}
     */
    public LoadedHost(
            String environment,
            Path records,
            List<?> settings,
            Map<String, String> secrets,
            Map<String, String> missing,
            String text) {
        this(environment, records, settings, secrets, missing, new Mask(secrets), text, Map.of(), Map.of(), List.of());
    }

    private LoadedHost(
            String environment,
            Path records,
            List<?> settings,
            Map<String, String> secrets,
            Map<String, String> missing,
            Mask mask,
            String text,
            Map<String, String> variables,
            Map<String, String> secretVariables,
            List<String> localRollback) {
        this.environment = environment;
        this.records = records;
        this.sections = List.copyOf(settings);
        this.secrets = new LinkedHashMap<>(secrets);
        this.missing = new LinkedHashMap<>(missing);
        this.mask = mask;
        this.text = text;
        this.variables = new LinkedHashMap<>(variables);
        this.secretVariables = new LinkedHashMap<>(secretVariables);
        this.localRollback = List.copyOf(localRollback);
    }

    @Override
    public String environment() {
        return environment;
    }

    @Override
    public <S> Optional<S> section(Class<S> settings) {
        return sections.stream()
                .filter(settings::isInstance)
                .map(settings::cast)
                .findFirst();
    }

    @Override
    public Path records() {
        return records;
    }

    @Override
    public String secret(String name) {
        var value = secrets.get(name);
        if (value == null) {
            throw new SecretMissing(name, missing.getOrDefault(name, "the environment file names no such secret"));
        }
        return value;
    }

    /** The same, whose commands get these variables of the worker, and whose secrets come from those. */
    LoadedHost passing(Map<String, String> named, Map<String, String> ofSecrets) {
        return new LoadedHost(
                environment, records, sections, secrets, missing, mask, text, named, ofSecrets, localRollback);
    }

    /** The same, rolled back without a server by that command. */
    public LoadedHost rolledBackBy(List<String> command) {
        return new LoadedHost(
                environment, records, sections, secrets, missing, mask, text, variables, secretVariables, command);
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public Map<String, String> secretVariables() {
        return secretVariables;
    }

    @Override
    public List<String> localRollback() {
        return localRollback;
    }

    @Override
    public String redact(String plain) {
        return mask.apply(plain);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String sha256() {
        return Sha256.of(text);
    }
}
