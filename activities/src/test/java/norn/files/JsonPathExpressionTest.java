package norn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class JsonPathExpressionTest {
    private static final String PAGE =
            "{\"checks\":{\"database\":\"up\",\"lag\":null},\"agents\":[{\"name\":\"a\",\"status\":\"active\"},{\"name\":\"b\",\"status\":\"error\"}]}";

    @Test
    void a_definite_path_finds_one_value_or_nothing() throws Exception {
        assertThat(read("$.checks.database").asText()).isEqualTo("up");
        assertThat(read("$.agents[1].name").asText()).isEqualTo("b");
        assertThat(read("$.checks.lag").isNull()).isTrue();
        assertThat(read("$.checks.cache").isMissingNode()).isTrue();
        assertThat(read("$.checks.database.deeper").isMissingNode()).isTrue();
        assertThat(read("$").isObject()).isTrue();
    }

    @Test
    void a_filter_finds_a_list() throws Exception {
        assertThat(read("$.agents[?(@.status=='active')]")).hasSize(1);
        assertThat(read("$.agents[*].name")).hasSize(2);
        assertThat(read("$.agents[?(@.status=='lost')]").isArray()).isTrue();
    }

    @Test
    void a_regular_expression_is_refused() {
        assertThatThrownBy(() -> JsonPathExpression.of("$.agents[?(@.name =~ /(a+)+b/)]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a regular expression in a path may take for ever");
    }

    @Test
    void what_is_no_JSON_path_is_refused() {
        assertThatThrownBy(() -> JsonPathExpression.of("agents"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("JSON path agents: expected one that begins with $, such as $.agents");
        assertThatThrownBy(() -> JsonPathExpression.of("$.agents[?("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("JSON path $.agents[?(: ");
    }

    private static JsonNode read(String path) throws Exception {
        return JsonPathExpression.of(path).read(JsonMapper.builder().build().readTree(PAGE));
    }
}
