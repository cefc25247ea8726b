package norn.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeTest {
    @TempDir
    Path root;

    @Test
    void the_innermost_comes_first_and_a_submodule_is_a_part_of_what_holds_it() throws IOException {
        var outer = GitRepository.create(root.resolve("outer"));
        var library =
                GitRepository.create(root.resolve("library")).file("a", "a").tag("v1");
        outer.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                library.directory().toString(),
                "game");
        var clone = GitRepository.create(outer.directory().resolve("game/tools"));
        var linked = root.resolve("linked");
        library.git("worktree", "add", "--quiet", "--detach", linked.toString());

        assertThat(outer.directory().resolve("game/.git")).isRegularFile();
        assertThat(WorkTree.around(Files.createDirectories(clone.directory().resolve("bin"))))
                .containsExactly(clone.directory(), outer.directory());
        assertThat(WorkTree.around(linked)).containsExactly(linked);
        assertThat(WorkTree.around(root.resolve("elsewhere"))).isEmpty();
    }
}
