package norn.client;

/**
 * What a deployment answered to a message that it took.
 *
 * @param status the deployment's status after it
 */
public record Answer(boolean accepted, String status) {}
