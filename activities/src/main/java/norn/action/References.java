package norn.action;

import java.util.List;

/**
 * What an action reads of the environment file for a call of it: paths below {@code host}, such as {@code services} or
 * {@code probes.named.smoke}. A runbook is refused for an environment whose file lacks one of them.
 */
@FunctionalInterface
public interface References {
    /** Those of that call. */
    List<String> of(ActionCall call);
}
