package norn.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts as releases bring them, which the kernel calls missing although they are there. */
class ProgramFinderTest {
    @TempDir
    private Path folder;

    private Optional<String> problem(String text, boolean executable) throws IOException {
        var script = Files.writeString(folder.resolve("start.sh"), text);
        assertThat(script.toFile().setExecutable(executable)).isTrue();
        return ProgramFinder.problem(
                Invocation.of("start", List.of("./start.sh")).inDirectory(folder));
    }

    @Test
    void a_script_that_can_be_run() throws IOException {
        assertThat(problem("#!/bin/sh\nexit 0\n", true)).isEmpty();
        assertThat(problem("#! /usr/bin/env sh\nexit 0\n", true)).isEmpty();
        assertThat(problem("#!/usr/bin/env -S sh -e\nexit 0\n", true)).isEmpty();
        assertThat(problem("echo no first line of its own\n", true)).isEmpty();
        assertThat(ProgramFinder.problem(Invocation.of("ls", List.of("ls")))).isEmpty();
    }

    @Test
    void a_script_whose_interpreter_is_not_found() throws IOException {
        assertThat(problem("#!/bin/sh\r\nexit 0\r\n", true)).get().asString().startsWith("its lines end as on another");
        assertThat(problem("\uFEFF#!/bin/sh\nexit 0\n", true))
                .get()
                .asString()
                .startsWith("it begins with a byte order");
        assertThat(problem("#!/opt/no/such/python3\n", true))
                .contains("its first line names /opt/no/such/python3, which is not on this host");
        assertThat(problem("#!/usr/bin/env no-such-node --x\n", true))
                .contains("its first line names no-such-node, which is not on the search path");
    }

    @Test
    void what_may_not_be_executed_or_is_not_there() throws IOException {
        assertThat(problem("#!/bin/sh\n", false))
                .contains("the worker's user may not execute it. Expected: chmod +x, in the repository too");
        assertThat(ProgramFinder.problem(Invocation.of("x", List.of("./none")).inDirectory(folder)))
                .contains("no such program on this host");
    }
}
