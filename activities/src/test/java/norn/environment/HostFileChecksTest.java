package norn.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import norn.action.run.Actions;
import norn.plan.Problem;
import norn.yaml.Problems;
import norn.yaml.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "e.yaml:4:79  services.components.ai-service.probe: 'ai-helth' is no entry of probes.named."
                                + " Known: ai-health. Did you mean ai-health?",
                        "e.yaml:7:60  configuration.files.ai-service.secrets.OPENAI_API_KEY: a text that is not shown"
                                + " here is no entry of secrets. Known: openAiKey. Did you mean openAiKey?",
                        "e.yaml:8:25  configuration.files.bridge.component: 'game-server' is no entry of"
                                + " services.components. Known: ai-service.");
    }

    @Test
    void paths_that_would_be_taken_as_they_stand() {
        assertThat(problems("""
            code: {repository: /repo, releases: "${HOME}/releases", active: active}
            """))
                .containsExactly(
                        "e.yaml:2:37  code.releases: '${HOME}/releases' is taken as it stands: nothing in it is"
                                + " replaced. Expected: the path written out.",
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
                .contains("a and b both have the port 8000 of this host");
    }

    @Test
    void a_port_that_no_machine_has() {
        assertThat(problems("services: {components: {a: {manager: external, ports: [80000]}}}"))
                .containsExactly("e.yaml:2:56  services.components.a.ports[0]: is '80000'. Expected: 1 to 65535.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "{kind: http, urls: [\u201chttp://h/\u201d]} -> urls: \u201chttp://h/\u201d is no such address",
                "{kind: http, urls: [localhost:8000/health]} -> urls: localhost:8000/health is no such address",
                "{kind: http, urls: ['http://h:99999/']} -> urls: http://h:99999/ is no such address",
                "{kind: websocket, url: 'http://h/'} -> Expected one such as ws://127.0.0.1:8000/ws",
                "{kind: tcp, host: '127.0.0.1:80', ports: [80]} -> host: 127.0.0.1:80 is no name of a host",
                "{kind: tcp, host: '::1', ports: [80, 80-90]} -> ports[1]: is '80-90'. Expected: a whole number",
                "{kind: http, urls: ['http://h/'], method: get} -> method: get. Expected one of GET",
                "{kind: http, urls: ['http://h/'], body: x} -> body: GET sends none. Expected method: POST",
                "{kind: http, urls: ['http://h/'], status: [20]} -> status[0]: is '20'. Expected: 100 to 599",
                "{kind: http, urls: ['http://h/'], headers: {X Y: a}} -> X Y is no name of a header",
                "{kind: logs, files: [/l], patterns: ['']} -> one of them matches every line",
                "{kind: logs, files: ['/l/*/a.log']} -> '/l/*/a.log' is taken as it stands",
                "{kind: command, command: make all} -> 'make all' is taken for the name of a program. Expected: a list"
                        + " of words, such as [make, all]",
                "{kind: command, command: [ss, '|', wc]} -> command[1]: '|' is given to the program as a word: no"
                        + " shell reads it",
                "{kind: command, command: [ls, $HOME]} -> command[1]: '$HOME' is taken as it stands",
                "{kind: command, command: [ls, '--at=${HOME}/x']} -> command[1]: '--at=${HOME}/x' is taken as it"
                        + " stands",
                "{kind: command, command: [ls, /home/$USER/x]} -> command[1]: '/home/$USER/x' is taken as it stands",
                "{kind: command, command: [tar, x, '/b/$(date +%F).tar']} -> command[2]: '/b/$(date +%F).tar' is taken"
                        + " as it stands",
                "{kind: command, command: [echo, '`date`']} -> command[1]: '`date`' is taken as it stands",
                "{kind: command, command: [cd, /a, ;, ls]} -> command[2]: ';' is given to the program as a word",
                "{kind: websocket, url: 'ws://h/', headers: {X Y: a}} -> X Y is no name of a header",
            })
    void what_a_probe_could_never_do(String probe, String problem) {
        assertThat(problems("probes: {named: {it: %s}}".formatted(probe)))
                .hasSize(1)
                .allSatisfy(text -> assertThat(text).startsWith("e.yaml:2:").contains("probes.named.it", problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: http, urls: ['HTTPS://[::1]:8000/a?b=c', 'http://ai_service.local']}",
                "{kind: logs, files: ['/l/app-*.log']}",
                "{kind: tcp, host: '[::1]', ports: [80]}",
                "{kind: tcp, host: db-1.example.org, ports: [80]}",
                "{kind: command, command: [sh, -c, 'a | b; echo $HOME']}",
                "{kind: command, command: ['/opt/my game/count', all]}",
                "{kind: command, command: [awk, '{print $1}', /f]}",
                "{kind: command, command: [sudo, -n, sh, -c, '$HOME/count | wc']}",
                "{kind: command, command: [ssh, db-1, ls, '|', wc]}",
                "{kind: command, command: [jq, '.[] | $x', /f]}",
                "{kind: command, command: [psql, -c, 'SELECT $$a$$']}",
                "{kind: command, command: [sed, 's/a$/b/', /f]}",
                "{kind: websocket, url: 'ws://h/', headers: {Origin: 'https://play.example.org'}}",
                "{kind: command, command: uptime}"
            })
    void what_a_probe_can_do(String probe) {
        assertThat(problems("probes: {named: {it: %s}}".formatted(probe))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "code: {repository: repo, releases: /a, active: /b} -> repository repo: is a relative path",
                "code: {repository: /r, releases: /a, active: /a/} -> active: is the folder of the releases itself",
                "code: {repository: /r, releases: /a, active: /b, shared: [{from: /f, to: ../x}]} -> to: ../x leads"
                        + " out of the release",
                "code: {repository: /r, releases: /a, active: /b, builds: {a: {commands: [make, all], outputs: [x]}}}"
                        + " -> commands[0]: is 'make'. Expected: each command as a list of words",
                "configuration: {files: {a: {from: a, to: /etc/x}}} -> to: /etc/x leads out of the release",
                "configuration: {files: {a: {from: a, to: ai/.env}, b: {from: b, to: ./ai/.env}}} -> files: a and b"
                        + " both become ./ai/.env",
                "code: {repository: /r, releases: /a, active: /b, shared: [{from: /f, to: x}, {from: /g, to: x/}]} ->"
                        + " shared: two of them go to x/",
                "probes: {timeout: 0s, named: {}} -> timeout: expected more than 0s, and at most 1h",
                "watch: {timeout: 30d, measures: {}} -> timeout: expected more than 0s, and at most 1h",
                "requirements: {cpus: 1, memoryGigabytes: 1, diskGigabytes: 1, reachable: ['db:99999']} -> address"
                        + " db:99999: expected host:port",
            })
    void what_a_section_could_never_do(String section, String problem) {
        assertThat(problems(section))
                .isNotEmpty()
                .anySatisfy(text -> assertThat(text).contains(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{manager: pm2, app: 3} -> pm2 takes 3 for a number or a pattern",
                "{manager: pm2, app: /shop/} -> pm2 takes /shop/ for a number or a pattern",
                "{manager: pm2, app: my shop, file: apps.config.js} -> pm2 cannot start 'my shop' alone",
                "{manager: systemd, unit: 'game@.service'} -> game@.service is a template"
            })
    void what_a_service_manager_would_take_for_something_else(String service, String problem) {
        assertThat(problems("services: {components: {it: %s}}".formatted(service)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void two_units_of_one_name_are_two_and_one_port_of_this_host_by_two_names_is_one() {
        assertThat(problems("services: {components: {a: {manager: systemd, unit: a.service}, b: {manager: systemd,"
                        + " unit: a.service, user: true}}}"))
                .isEmpty();
        assertThat(problems(
                        "services: {components: {a: {manager: systemd, unit: a.service, host: localhost, ports: [80]},"
                                + " b: {manager: systemd, unit: b.service, host: '::1', ports: [80]}}}"))
                .singleElement()
                .asString()
                .contains("a and b both have the port 80 of this host");
    }

    @Test
    void fields_that_are_written_once_for_several_services() {
        assertThat(problems("""
            services:
              components:
                a: &game {manager: systemd, unit: a.service, ports: [80], startTimeout: 90s}
                b: {<<: *game, unit: b.service, ports: [81]}
                c: {<<: [*game], unit: c.service, ports: [80]}
            """)).singleElement().asString().contains("a and c both have the port 80 of this host");
    }

    @Test
    void a_baseline_that_is_no_number() {
        assertThat(problems("""
            database: {kind: postgresql, url: 'jdbc:postgresql://h:5432', name: game, owner: o, user: u, migrationUser: m,
              backups: /b, migrations: m, baseline: V5__x}
            """))
                .singleElement()
                .asString()
                .contains("baseline V5__x: expected the number of a migration, such as \"16\" of 016_name.sql");
    }
}
