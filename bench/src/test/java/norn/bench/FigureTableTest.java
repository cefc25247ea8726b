package norn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import norn.cli.terminal.Style;
import org.junit.jupiter.api.Test;

class FigureTableTest {
    private static final FigureTable TABLE = new FigureTable(Map.of(
            "events",
            List.of(
                    Figure.atMost(6, "a single step", 6, "", "20 steps"),
                    Figure.below(6, "a parallel step", 6, "", ""),
                    Figure.plain("a wait", 3.25, "ms", ""))));

    @Test
    void each_figure_stands_beside_its_aim() {
        assertThat(TABLE.lines(new Style(false)))
                .containsExactly(
                        "                                                                  measured         aim        how",
                        "events",
                        "  a single step                                                          6           6  met   20 steps",
                        "  a parallel step                                                        6         < 6  miss",
                        "  a wait                                                           3.25 ms");
    }

    @Test
    void a_program_reads_whether_an_aim_is_met() {
        assertThat(TABLE.json("a machine").toString())
                .contains("machine=a machine")
                .contains("aim=6.0, met=true")
                .contains("aim=6.0, met=false")
                .contains("aim=null, met=null");
    }
}
