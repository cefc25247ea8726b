package norn.service;

import java.util.Map;

/**
 * The services, and what manages each.
 *
 * @param components by name; started in this order where a step means several, stopped in the reverse order
 */
public record ServiceSettings(Map<String, ServiceManager> components) {}
