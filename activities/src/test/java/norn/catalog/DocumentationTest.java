package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.RecordReader;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path DOCUMENTATION = Path.of("../docs");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_example_is_taken_from_the_runbook_or_its_environment() throws IOException {
        var sources = new ArrayList<>(Catalog.builtInFiles("web-service").values());
        sources.add(Files.readString(DOCUMENTATION.resolve("examples/web-service.yaml")));

        var examples = EXAMPLE.matcher(Files.readString(DOCUMENTATION.resolve("runbooks.md")))
                .results();

        assertThat(examples.map(example -> example.group(1)))
                .isNotEmpty()
                .allMatch(example -> sources.stream().anyMatch(source -> source.contains(example)));
    }

    @Test
    void every_field_of_a_runbook_is_described() throws IOException {
        var text = Files.readString(DOCUMENTATION.resolve("runbooks.md"));
        var fields = new ArrayList<String>();
        for (var part : List.of(
                RunbookSource.RunbookFile.class,
                RunbookSource.PhaseFile.class,
                RunbookSource.SectionPart.class,
                RunbookSource.StepPart.class,
                RunbookSource.GatePart.class,
                RunbookSource.RollbackCriterion.class,
                RunbookSource.SuccessCriterion.class,
                Runbook.Produced.class,
                Work.AskedValue.class,
                Step.Notice.class)) {
            fields.addAll(RecordReader.fieldsOf(part));
        }
        assertThat(fields).allMatch(field -> text.contains("`" + field + "`") || text.contains(field + ": "));
    }
}
