package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import norn.plan.Problem;
import norn.runbook.Form;
import norn.runbook.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures and forms are data of the runbook: read, checked, and written again. */
class MeasuresAndFormsTest {
    private static final String RUNBOOK = """
            runbook: orders
            title: Orders
            thresholds: {queueLength: 1000, queueTarget: 10}
            measures:
              queueLength: {title: Orders that wait, unit: orders, confirm: 3, target: queueTarget}
              gravest: {title: Incidents, counts: {incidents: [P1]}}
            rollbackWhen:
              - {id: queue, title: Too many wait, measure: queueLength, above: queueLength, response: ask}
            forms:
              - id: month
                title: The month
                length: 30d
                until: write-month
                fields:
                  - {measure: queueLength, total: true}
                  - {title: Started, record: started}
                  - {attested: complaints}
                  - {title: Checked, evidence: checked}
            phases:
              post-deployment:
                title: The month
                sections:
                  - id: month
                    title: The month
                    steps:
                      - {id: ask, title: Ask, role: boss, asks: [{name: complaints, title: Complaints, unit: "%"}]}
                      - {id: write-month, title: Write, do: {write-report: {kind: month}}, purpose: reports}
            """;

    @TempDir
    private Path folder;

    private LoadedRunbook loaded(String text) throws IOException {
        return new Catalog(null, Map.of()).file(Files.writeString(folder.resolve("orders.yaml"), text));
    }

    private List<String> problems(String from, String to) {
        var failure = catchThrowableOfType(InvalidRunbook.class, () -> loaded(RUNBOOK.replace(from, to)));
        return failure.problems().stream().map(Problem::text).toList();
    }

    @Test
    void what_is_written_is_read() throws IOException {
        var runbook = loaded(RUNBOOK).runbook();

        assertThat(runbook.measures())
                .containsExactly(
                        new Measure(
                                "queueLength",
                                "Orders that wait",
                                "orders",
                                Measure.Combine.WORST,
                                Measure.Better.LOWER,
                                3,
                                "queueTarget",
                                null),
                        new Measure(
                                "gravest",
                                "Incidents",
                                null,
                                Measure.Combine.WORST,
                                Measure.Better.LOWER,
                                1,
                                null,
                                new Measure.Incidents(List.of("P1"))));
        assertThat(runbook.forms())
                .containsExactly(new Form(
                        "month",
                        "The month",
                        Form.Place.MEASUREMENTS,
                        new Form.Period(Duration.ofDays(30), "write-month"),
                        List.of(
                                new Form.MeasureField(null, "Orders that wait", "queueLength", true, false),
                                new Form.RecordField(null, "Started", Form.Fact.STARTED),
                                new Form.AttestedField(null, "Complaints", "complaints"),
                                new Form.EvidenceField(null, "Checked", "checked"))));
    }

    @Test
    void what_is_read_is_written_again() throws IOException {
        var loaded = loaded(RUNBOOK);
        var builtIn = new Catalog(null, Map.of()).builtIn("ragnarok-ai-world");

        assertThat(loaded(RunbookWriter.write(loaded)).runbook()).isEqualTo(loaded.runbook());
        assertThat(builtIn.runbook().measures()).hasSizeGreaterThan(10);
        assertThat(builtIn.runbook().forms()).hasSize(4);
    }

    @Test
    void what_a_form_refers_to_must_be_there() {
        assertThat(problems("measure: queueLength, total", "measure: queueLenght, total"))
                .containsExactly(
                        "orders.yaml:15:19  forms[0].fields[0].measure: unknown measure 'queueLenght'. Known: queueLength, "
                                + "gravest. Did you mean queueLength?");
        assertThat(problems("attested: complaints", "attested: complaint"))
                .containsExactly(
                        "orders.yaml:17:20  forms[0].fields[2].attested: no step asks people for 'complaint'. Known: complaints. "
                                + "Did you mean complaints?");
        assertThat(problems("until: write-month", "until: write-moth"))
                .containsExactly(
                        "orders.yaml:13:12  forms[0].until: unknown step 'write-moth'. Did you mean write-month?");
        assertThat(problems("{title: Started, record: started}", "{title: Started}"))
                .containsExactly(
                        "orders.yaml:16:9  forms[0].fields[1]: the field shows nothing; expected exactly one of measure, "
                                + "attested, record and evidence.");
        assertThat(problems("{title: Started, record: started}", "{item: X-1, title: Started, record: started}"))
                .containsExactly(
                        "orders.yaml:16:16  forms[0].fields[1].item: no checklist is named. Say checklist: NAME in the runbook's "
                                + "file, or omit the item.");
    }

    @Test
    void a_target_is_a_threshold() {
        assertThat(problems("target: queueTarget", "target: queueTargets"))
                .containsExactly(
                        "orders.yaml:5:76  measures.queueLength.target: unknown threshold 'queueTargets'. Known: queueLength, "
                                + "queueTarget. Did you mean queueTarget?");
    }
}
