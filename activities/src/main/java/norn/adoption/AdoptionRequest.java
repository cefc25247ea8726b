package norn.adoption;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of an adoption.
 *
 * @param tree the folder that the services run from; null: it is found
 * @param release the name that it gets as a release; null: one is made of what git says
 * @param by who says it
 * @param takeOver whoever holds the environment by the records of this host is known to have ended
 */
public record AdoptionRequest(@Nullable Path tree, @Nullable String release, String by, boolean takeOver) {}
