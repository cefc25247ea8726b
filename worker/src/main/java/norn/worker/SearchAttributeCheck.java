package norn.worker;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.stream.Collectors;
import norn.run.NornSearchAttributes;

/** Checks that the server knows the search attributes: without them every workflow task would fail, and be retried for ever. */
final class SearchAttributeCheck {
    private SearchAttributeCheck() {}

    /**
     * Checks it.
     *
     * @throws MissingSearchAttributes where one is missing, with the command that adds it, or has another type
     */
    static void check(WorkflowClient client, WorkflowServiceStubs service) {
        var operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
        var namespace = client.getOptions().getNamespace();
        var known = operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap();
        var wrong = NornSearchAttributes.ALL.stream()
                .filter(key -> known.containsKey(key.getName()) && known.get(key.getName()) != key.getValueType())
                .map(key ->
                        "%s is %s instead of %s".formatted(key.getName(), known.get(key.getName()), key.getValueType()))
                .toList();
        if (!wrong.isEmpty()) {
            throw new MissingSearchAttributes(
                    "In the Temporal namespace %s, %s. Remove them (temporal operator search-attribute remove), and add them anew."
                            .formatted(namespace, String.join(", ", wrong)));
        }
        var missing = NornSearchAttributes.ALL.stream()
                .filter(key -> !known.containsKey(key.getName()))
                .toList();
        if (!missing.isEmpty()) {
            throw new MissingSearchAttributes(
                    "The Temporal namespace %s does not know %s. Add them with: temporal operator search-attribute create --namespace %s %s"
                            .formatted(
                                    namespace,
                                    missing.stream()
                                            .map(SearchAttributeKey::getName)
                                            .collect(Collectors.joining(", ")),
                                    namespace,
                                    missing.stream()
                                            .map(key -> "--name %s --type %s".formatted(key.getName(), type(key)))
                                            .collect(Collectors.joining(" "))));
        }
    }

    private static String type(SearchAttributeKey<?> key) {
        return key.getValueType() == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST ? "KeywordList" : "Keyword";
    }
}
