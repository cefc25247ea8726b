package norn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --print} shows the message as it would be sent: name and payload are the contract's. */
class PrintTest {
    static Stream<Arguments> messages() {
        return Stream.of(
                message("go go-live", "decide", "{\"gate\":\"go-live\",\"verdict\":\"GO\",\"by\":\"alice\"}"),
                message("no-go go-live", "decide", "{\"gate\":\"go-live\",\"verdict\":\"NO_GO\",\"by\":\"alice\"}"),
                message(
                        "complete review-documentation",
                        "complete",
                        "{\"step\":\"review-documentation\",\"by\":\"alice\"}"),
                message("complete train brief", "complete", "{\"steps\":[\"train\",\"brief\"],\"by\":\"alice\"}"),
                message(
                        "complete survey --outcome not-needed --value feedbackPositivePercent=82.5 --value word=good",
                        "complete",
                        "{\"step\":\"survey\",\"outcome\":\"NOT_NEEDED\",\"values\":{\"feedbackPositivePercent\":82.5,\"word\":\"good\"},\"by\":\"alice\"}"),
                message(
                        "resolve build --retry --attempt 2",
                        "resolve",
                        "{\"step\":\"build\",\"choice\":\"RETRY\",\"attempt\":2,\"by\":\"alice\"}"),
                message("resolve build --skip", "resolve", "{\"step\":\"build\",\"choice\":\"SKIP\",\"by\":\"alice\"}"),
                message(
                        "resolve build --roll-back",
                        "resolve",
                        "{\"step\":\"build\",\"choice\":\"ROLL_BACK\",\"by\":\"alice\"}"),
                message(
                        "resolve outage --keep",
                        "resolve",
                        "{\"step\":\"outage\",\"choice\":\"KEEP\",\"by\":\"alice\"}"),
                message("pause", "pause", "{\"by\":\"alice\"}"),
                message("resume", "resume", "{\"by\":\"alice\"}"),
                message(
                        "reschedule 2026-12-01T11:00+01:00",
                        "reschedule",
                        "{\"t0\":\"2026-12-01T10:00:00Z\",\"by\":\"alice\"}"),
                message(
                        "incident INC-7 --severity p2 --summary slow --closed",
                        "incident",
                        "{\"id\":\"INC-7\",\"severity\":\"P2\",\"summary\":\"slow\",\"state\":\"CLOSED\",\"by\":\"alice\"}"));
    }

    private static Arguments message(String typed, String name, String payload) {
        return Arguments.of(typed, name, payload);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_is_printed_as_it_would_be_sent(String typed, String name, String payload) {
        var words = Stream.concat(
                Stream.of(typed.split(" ")),
                List.of("--by", "alice", "--deployment", "d-1", "--print", "--address", "temporal:7233").stream());

        var result = CliResult.command(words.toArray(String[]::new));

        assertThat(result)
                .isEqualTo(new CliResult(
                        0,
                        "temporal workflow update execute --address temporal:7233 --namespace default --workflow-id d-1 --name %s --input '%s'%n"
                                .formatted(name, payload),
                        ""));
    }

    @Test
    void a_note_follows_the_name() {
        var result = CliResult.command(
                "go", "go-live", "--by", "alice", "--note", "it's good", "--deployment", "d-1", "--print");

        assertThat(result.out())
                .endsWith(
                        "--input '{\"gate\":\"go-live\",\"verdict\":\"GO\",\"by\":\"alice\",\"note\":\"it'\\''s good\"}'\n");
    }
}
