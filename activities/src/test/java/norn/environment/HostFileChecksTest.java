package norn.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import norn.action.run.Actions;
import norn.plan.Problem;
import norn.yaml.Problems;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.Test;

/** What a check of the file finds that would else be found at night. */
class HostFileChecksTest {
    private static List<String> problems(String host) {
        var problems = new Problems();
        var node = YamlFile.parse("e.yaml", "records: /r\n" + host, problems);
        new HostReader(Actions.sections(), Map.of()).read("e", node);
        return problems.list().stream().map(Problem::text).toList();
    }

    @Test
    void names_that_lead_nowhere() {
        assertThat(problems("""
                secrets: {openAiKey: {env: OPENAI}}
                probes: {named: {ai-health: {kind: http, urls: ["http://127.0.0.1:8000/health"]}}}
                services: {components: {ai-service: {manager: external, ports: [8000], probe: ai-helth}}}
                configuration:
                  files:
                    ai-service: {from: a, to: b, secrets: {OPENAI_API_KEY: openAIKey}}
                    bridge: {component: game-server, from: a, to: c}
                """))
                .containsExactlyInAnyOrder(
                        "e.yaml:4:79  services.components.ai-service.probe: 'ai-helth' is no entry of probes.named. Known: ai-health. Did you mean ai-health?",
                        "e.yaml:7:60  configuration.files.ai-service.secrets.OPENAI_API_KEY: a text that is not shown here is no entry of secrets. Known: openAiKey. Did you mean openAiKey?",
                        "e.yaml:8:25  configuration.files.bridge.component: 'game-server' is no entry of services.components. Known: ai-service.");
    }

    @Test
    void paths_that_would_be_taken_as_they_stand() {
        assertThat(problems("""
                code: {repository: /repo, releases: "${HOME}/releases", active: active}
                """))
                .containsExactly(
                        "e.yaml:2:37  code.releases: '${HOME}/releases' is taken as it stands: nothing in it is replaced. Expected: the path written out.",
                        "e.yaml:2:65  code.active: is a relative path. Expected: one that begins with /.");
    }

    @Test
    void a_pattern_in_double_quotes_that_can_match_nothing() {
        assertThat(problems("""
                probes: {named: {logs: {kind: logs, files: [/l], patterns: ["\\bERROR\\b"]}}}
                """))
                .singleElement()
                .asString()
                .contains("probes.named.logs.patterns[0]: the pattern holds a control character")
                .contains("Expected single quotes");
    }

    @Test
    void two_services_with_one_pid_file_or_one_port() {
        var one = "{manager: process, command: [a], pidFile: /p/%s, log: /l/%s, ports: [%d]}";

        assertThat(problems("services: {components: {a: %s, b: %s}}"
                        .formatted(one.formatted("one", "a", 8000), one.formatted("one", "b", 8001))))
                .singleElement()
                .asString()
                .contains("components: a and b both have the pid file /p/one. Expected one of its own for each");
        assertThat(problems("services: {components: {a: %s, b: %s}}"
                        .formatted(one.formatted("one", "a", 8000), one.formatted("two", "b", 8000))))
                .singleElement()
                .asString()
                .contains("a and b both have the port 8000 of 127.0.0.1");
    }

    @Test
    void a_port_that_no_machine_has() {
        assertThat(problems("services: {components: {a: {manager: external, ports: [80000]}}}"))
                .containsExactly("e.yaml:2:56  services.components.a.ports[0]: is '80000'. Expected: 1 to 65535.");
    }
}
