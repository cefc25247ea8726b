package norn.catalog;

import norn.plan.Policy;
import norn.yaml.YamlNode;

/**
 * An environment's file, of which the policy is read; the part host is read on the host that acts.
 *
 * @param runbook the name of its runbook
 * @param runbookPlace where that is written
 * @param policyNode where the policy is written
 * @param host where the host is written
 */
public record EnvironmentFile(
        String environment, String runbook, String runbookPlace, Policy policy, YamlNode policyNode, YamlNode host) {}
