package norn.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import norn.runbook.Runbook;
import norn.runbook.Step;
import norn.runbook.Work;
import norn.yaml.RecordReader;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    @Test
    void every_field_of_a_runbook_is_described() throws IOException {
        var text = Files.readString(Path.of("../docs/runbooks.md"));
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
