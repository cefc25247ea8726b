package norn.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment's commands, paths, addresses and secrets as this host has them. */
public interface Host {
    /** The environment's name. */
    String environment();

    /** The settings of a capability's section, by their record or an interface of it; empty where the file has no such section. */
    <S> Optional<S> section(Class<S> settings);

    /** The folder that holds records, evidence and the fence of this environment on this host. */
    Path records();

    /**
     * The value of a secret by its name in the file.
     *
     * @throws SecretMissing if this host does not have it
     */
    String secret(String name);

    /** The worker's variables that commands get beside those that every program needs, as the file names them. */
    Map<String, String> variables();

    /** The variables of the worker that secrets come from, where this host has them: for a Norn that it starts, and no other command. */
    Map<String, String> secretVariables();

    /**
     * The words of the command that rolls this environment back on this host without a server; empty where that cannot be done, as
     * components of it are on other hosts.
     */
    List<String> localRollback();

    /** The text with every known secret masked. */
    String redact(String text);

    /** The sections, one value a line ({@code database.name = ai_world_memory}), sorted, without secrets' values. */
    String text();

    /** SHA-256 of {@link #text}, hexadecimal; equal as long as nothing but secrets' values changed. */
    String sha256();
}
