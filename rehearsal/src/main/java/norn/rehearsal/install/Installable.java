package norn.rehearsal.install;

/**
 * What can be installed into a folder.
 *
 * @param name the name of its file or directory there
 * @param title what people call it, with its version
 * @param otherwise another way to have it, as a sentence; empty: there is none
 */
public record Installable(String name, String title, String otherwise) {}
