package norn.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTemplateTest {
    @Test
    void a_value_is_json_and_within_quotes_its_own_text() {
        var template = new YamlTemplate("""
                folder: ${folder}
                file: "${folder}/x"
                ports: ${ports}
                body: '{"a": "b"}'
                """);

        assertThat(template.filled(Map.of("folder", "/a \"b\"\\$1", "ports", List.of(1, 2))))
                .isEqualTo("""
                        folder: "/a \\"b\\"\\\\$1"
                        file: "/a \\"b\\"\\\\$1/x"
                        ports: [1,2]
                        body: '{"a": "b"}'
                        """);
    }

    @Test
    void a_name_without_a_value_is_a_mistake() {
        assertThatThrownBy(() -> new YamlTemplate("a: ${nothing}").filled(Map.of()))
                .hasMessage("${nothing}: no such value");
    }
}
