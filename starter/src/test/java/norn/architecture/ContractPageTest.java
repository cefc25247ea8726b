package norn.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import norn.cli.terminal.ExitCode;
import norn.message.MessageReader;
import norn.message.Messages;
import norn.message.NornDataConverter;
import norn.message.StartReader;
import norn.report.Checklist;
import norn.report.Situation;
import norn.run.NornSearchAttributes;
import norn.run.Result;
import norn.state.Event;
import norn.state.LoggedIncident;
import norn.state.RefusedMessage;
import norn.state.Status;
import norn.state.StepState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code docs/contract.md} says what the code does. */
class ContractPageTest {
    private static final List<String> PAGE = page();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JavaClasses NORN = NornClasses.ALL;

    static final List<String> MESSAGES = Messages.NAMES;

    @Test
    void workflow_types() {
        assertThat(table("type", "started by").keySet())
                .containsExactlyInAnyOrderElementsOf(names(WorkflowMethod.class, WorkflowMethod::name));
    }

    @Test
    void starts() throws IOException {
        var starts = table("start of", "required");

        assertFields(starts.get("Deployment"), start -> StartReader.deployment(raw(start), null, Instant.EPOCH));
        assertFields(starts.get("Rollback"), start -> StartReader.rollback(raw(start), null));
    }

    @Test
    void messages() {
        assertThat(table("name", "required").keySet()).containsExactlyElementsOf(Messages.NAMES);
    }

    @ParameterizedTest
    @FieldSource("MESSAGES")
    void fields_of_a_message(String name) throws IOException {
        assertFields(table("name", "required").get(name), message -> MessageReader.read(name, message));
    }

    @Test
    void values_of_fields() {
        var values = table("field", "values");

        assertThat(words(values.get("verdict").get(1))).isEqualTo(constants(Event.Verdict.values()));
        assertThat(words(values.get("outcome").get(1))).isEqualTo(constants(Event.AttestationOutcome.values()));
        assertThat(words(values.get("choice").get(1)))
                .containsExactlyInAnyOrderElementsOf(constants(Event.Choice.values()));
    }

    @Test
    void queries() {
        assertThat(table("name", "answers").keySet())
                .containsExactlyInAnyOrderElementsOf(names(QueryMethod.class, QueryMethod::name));
    }

    @Test
    void parts_of_the_checklist() {
        var parts = table("part of `checklist`", "fields");
        var whole = new ArrayList<>(components(Checklist.class));
        whole.addAll(components(Situation.class));
        whole.add("result");

        assertThat(words(parts.get("the object").get(1))).isEqualTo(whole);
        assertThat(words(parts.get("of `waiting`").get(1))).isEqualTo(components(Checklist.WaitingItem.class));
        assertThat(words(parts.get("message").get(1))).isEqualTo(components(Checklist.ProposedMessage.class));
        assertThat(words(parts.get("of `steps`").get(1))).isEqualTo(components(Checklist.Line.class));
        assertThat(words(parts.get("of `refused`").get(1))).isEqualTo(components(RefusedMessage.class));
        assertThat(words(parts.get("of `incidents`").get(1))).isEqualTo(components(LoggedIncident.class));
        assertThat(words(parts.get("paused").get(1))).isEqualTo(components(Situation.CurrentPause.class));
        assertThat(words(line("A step's `state` is one of")).stream().skip(1))
                .containsExactlyElementsOf(constants(StepState.values()));
    }

    @Test
    void search_attributes() {
        assertThat(table("name", "type").keySet())
                .containsExactlyElementsOf(Arrays.stream(NornSearchAttributes.class.getFields())
                        .map(ContractPageTest::value)
                        .filter(SearchAttributeKey.class::isInstance)
                        .map(key -> ((SearchAttributeKey<?>) key).getName())
                        .toList());
    }

    @Test
    void statuses_and_the_result() {
        assertThat(table("status", "final").keySet()).containsExactlyElementsOf(constants(Status.values()));
        assertThat(words(line("`status` `environment`"))).isEqualTo(components(Result.class));
    }

    @Test
    void exit_codes() {
        assertThat(table("exit code", "meaning").keySet())
                .containsExactlyElementsOf(Arrays.stream(ExitCode.class.getFields())
                        .map(constant -> String.valueOf(value(constant)))
                        .toList());
    }

    /** The row's example holds what is required and is taken; without a required field it is refused; no other field is known. */
    private static void assertFields(List<String> row, Consumer<ObjectNode> reader) throws IOException {
        var required = words(row.get(1));
        var example = (ObjectNode) JSON.readTree(words(row.get(3)).get(0));
        var all = Stream.concat(required.stream(), words(row.get(2)).stream()).toList();

        assertThat(example.fieldNames()).toIterable().containsExactlyElementsOf(required);
        assertThatCode(() -> reader.accept(example)).doesNotThrowAnyException();
        for (var field : required) {
            assertThatThrownBy(() -> reader.accept(example.deepCopy().without(List.of(field))))
                    .hasMessageContaining(field);
        }
        assertThatThrownBy(() -> reader.accept(example.deepCopy().put("colour", "red")))
                .satisfies(refusal -> assertThat(known(refusal.getMessage())).containsExactlyInAnyOrderElementsOf(all));
    }

    private static List<String> known(String message) {
        var list = Pattern.compile("Known: ([^.]*)\\.").matcher(message);
        assertThat(list.find()).as(message).isTrue();
        return List.of(list.group(1).split(", "));
    }

    private static RawValue raw(ObjectNode object) {
        return new RawValue(NornDataConverter.converter().toPayload(object).orElseThrow());
    }

    /** The rows of the table that begins with these two columns, by their first cells. */
    private static Map<String, List<String>> table(String first, String second) {
        var rows = new LinkedHashMap<String, List<String>>();
        var start = PAGE.indexOf(line("| %s | %s |".formatted(first, second)));
        for (var line : PAGE.subList(start + 2, PAGE.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            var cells = Arrays.stream(line.substring(1).split("\\|"))
                    .map(String::strip)
                    .toList();
            var name = cells.get(0);
            rows.put(name.matches("`[^`]+`") ? name.substring(1, name.length() - 1) : name, cells);
        }
        return rows;
    }

    private static String line(String start) {
        return PAGE.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    private static List<String> words(String text) {
        return CODE.matcher(text).results().map(word -> word.group(1)).toList();
    }

    private static <A extends Annotation> List<String> names(Class<A> annotation, Function<A, String> name) {
        return NORN.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(annotation))
                .map(method -> name.apply(method.getAnnotationOfType(annotation)))
                .toList();
    }

    private static List<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static List<String> constants(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(Path.of("../docs/contract.md"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
