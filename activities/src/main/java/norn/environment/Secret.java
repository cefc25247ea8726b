package norn.environment;

/** A secret's name, where settings need one: {@code password: {secret: databasePassword}}. Its value is asked of {@link Hands}. */
public record Secret(String secret) {}
